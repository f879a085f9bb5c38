import { must, type Stream } from '@duck/protocol'
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
  const asked = must(row.stream, 'the stream that was asked for')
  const stream = toStream({
    id: asked.stream_id,
    session_id: input.sessionId,
    prompt_id: input.id,
    model: asked.stream_model,
    status: asked.stream_status,
    error_class: asked.stream_error_class,
    created_at: asked.stream_created_at,
    opened_at: asked.stream_opened_at,
    ended_at: asked.stream_ended_at,
  })
  return {
    message: sentMessage(sent, row),
    replay: row.status === 'replay',
    stream,
    ours: asked.stream_server_id === serverId,
  }
}
