import type { Message } from '@duck/protocol'
import type { Db } from '../db.ts'
import { appendRow } from './append-row.ts'
import { sentMessage } from './appended-row.ts'
import type { RowToAppend } from './row-to-append.ts'

/** One message to append. `parentId` undefined follows the head; null begins a new first message. */
export type AppendInput = Omit<RowToAppend, 'answer'>

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
  const row = await appendRow(db, input)
  return { message: sentMessage(input, row), replay: row.status === 'replay' }
}
