import type { Stream } from '@duck/protocol'
import type { Db } from '../db.ts'
import { toStream } from '../stream/rows.ts'
import type { Appended, AppendInput } from './append.ts'
import { appendRow } from './append-row.ts'
import { sentMessage } from './appended-row.ts'

export interface SendInput extends Omit<AppendInput, 'role'> {
  streamId: string
  model: string
  /** The server that will write the answer. */
  serverId: string
}

/** `ours`: this server is the one that writes the stream. */
export type Sent = Appended & { stream: Stream; ours: boolean }

/**
 * Appends the user's message and asks for its answer in one commit. Sent again with the same message id it gives
 * the same row and the same stream.
 *
 * @throws as appendMessage; CONFLICT also when the stream's id is taken.
 */
export async function sendMessage(db: Db, input: SendInput): Promise<Sent> {
  const { streamId, model, serverId, ...message } = input
  const sent = { ...message, role: 'user' as const }
  const row = await appendRow(db, { ...sent, answer: { streamId, model, serverId } })
  const stream = toStream({
    id: row.stream_id,
    session_id: input.sessionId,
    prompt_id: input.id,
    model: row.stream_model,
    status: row.stream_status,
    error_class: row.stream_error_class,
    created_at: row.stream_created_at,
    opened_at: row.stream_opened_at,
    ended_at: row.stream_ended_at,
  })
  return {
    message: sentMessage(sent, row),
    replay: row.status === 'replay',
    stream,
    ours: row.stream_server_id === serverId,
  }
}
