import { type Message, type Metadata, must, type Role } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'
import { type MessageRow, toMessage } from './rows.ts'

/** One message to append. `parentId` undefined follows the head; null begins a new first message. */
export interface AppendInput {
  userId: string
  sessionId: string
  id: string
  role: Role
  content: string
  metadata?: Metadata | undefined
  parentId?: string | null | undefined
  expectedMessageCount?: number | undefined
}

/** The columns that the caller did not send; the text it sent does not travel back. */
export type AppendedColumns = { result: 'new' | 'replay' } & Omit<
  MessageRow,
  'id' | 'session_id' | 'role' | 'content'
>

export interface Appended {
  message: Message
  /** True when the row was there before, from an earlier call with the same id and payload. */
  replay: boolean
}

/**
 * Appends one message at the end of its session, at most once per id.
 *
 * @throws NOT_FOUND no such session of this user; CONFLICT (`id-reused`, or `message-count` with the actual
 *   count); BAD_REQUEST field `parentId`; SERVICE_UNAVAILABLE, after which the same id may be sent again.
 */
export async function appendMessage(db: Db, input: AppendInput): Promise<Appended> {
  const rows = await run(
    () => db.sql<AppendedColumns[]>`
      select * from append_message(${input.userId}, ${input.sessionId}, ${input.id}, ${input.role},
        ${input.content}, ${db.sql.json(input.metadata ?? {})}, ${input.parentId ?? null},
        ${input.parentId !== undefined}, ${input.expectedMessageCount ?? null})`,
  )
  return toAppended(input, must(rows[0], 'appended row'))
}

export function toAppended(
  sent: Pick<AppendInput, 'id' | 'sessionId' | 'role' | 'content'>,
  columns: AppendedColumns,
): Appended {
  return {
    message: toMessage({
      ...columns,
      id: sent.id,
      session_id: sent.sessionId,
      role: sent.role,
      content: sent.content,
    }),
    replay: columns.result === 'replay',
  }
}
