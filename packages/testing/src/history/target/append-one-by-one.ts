import { must } from '@duck/protocol'
import { toDuckError } from '@duck/store'
import { type RawRow, toMessage } from '../run/read-final-rows.ts'
import type { Append } from '../variants/append-ways.ts'
import { openPool } from '../variants/broken-function.ts'

const MOST_TRIES = 4
/** A twin of the call won; the next try answers as a replay or a conflict. */
const TAKEN = '23505'

/** Appends as a program does that has only SQL: one `append_message` a message, past all batches. */
export function appendOneByOne(url: string): Append {
  // A pooler may stand before the database.
  const sql = openPool(url, { prepare: false })
  return async (input) => {
    for (let tries = 1; ; tries++) {
      try {
        const metadata = JSON.stringify(input.metadata ?? {})
        const [row] = await sql<(RawRow & { result: string })[]>`
          select ${input.id} as id, ${input.sessionId} as session_id, ${input.role} as role,
            ${input.content} as content, appended.*
          from append_message(${input.userId}, ${input.sessionId}, ${input.id}, ${input.role}, ${input.content},
            ${metadata}::text::jsonb, ${input.parentId ?? null}, ${input.parentId !== undefined},
            ${input.expectedMessageCount ?? null}) appended`
        const appended = must(row, 'the appended row')
        return { message: toMessage(appended), replay: appended.result === 'replay' }
      } catch (error) {
        const isTaken = error instanceof Error && 'code' in error && error.code === TAKEN
        if (!isTaken || tries === MOST_TRIES) throw toDuckError(error)
      }
    }
  }
}
