import { uuidv7 } from '@duck/protocol'
import { type WaitingRow, waitingRow } from '../batch/waiting-row.ts'
import type { RowToAppend } from '../message/row-to-append.ts'

/** A row that waits, of 'u1' in session 's1' unless told otherwise. */
export function waiting(given: Partial<RowToAppend> = {}): WaitingRow {
  const row: RowToAppend = {
    userId: 'u1',
    sessionId: 's1',
    id: uuidv7(),
    role: 'user',
    content: 'Quack',
    ...given,
  }
  return waitingRow(row, performance.now()).waiting
}

export function answerOf(streamId: string, serverId = 'server'): NonNullable<RowToAppend['answer']> {
  return { streamId, model: 'duck/duck', serverId }
}
