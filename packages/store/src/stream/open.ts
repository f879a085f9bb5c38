import { must, type Stream } from '@duck/protocol'
import type { Db } from '../db.ts'
import { LOCK_WAIT_MS, runInTurn } from '../run-in-turn.ts'
import { type StreamRow, toStream } from './rows.ts'

export interface OpenInput {
  userId: string
  sessionId: string
  id: string
  promptId: string
  continueFrom?: string | undefined
  model: string
  serverId: string
}

/**
 * Asks for another answer to a prompt, at most once per id.
 *
 * @throws NOT_FOUND session; CONFLICT `id-reused`; BAD_REQUEST field `promptId` or `continueFrom`.
 */
export async function openStream(db: Db, input: OpenInput): Promise<{ stream: Stream; ours: boolean }> {
  const rows = await runInTurn(
    db,
    input,
    (sql) => sql<(StreamRow & { server_id: string })[]>`
      select * from open_stream(${input.userId}, ${input.sessionId}, ${input.id}, ${input.promptId},
        ${input.continueFrom ?? null}, ${input.model}, ${input.serverId}, ${LOCK_WAIT_MS})`,
  )
  const row = must(rows[0], 'opened stream')
  return { stream: toStream(row), ours: row.server_id === input.serverId }
}
