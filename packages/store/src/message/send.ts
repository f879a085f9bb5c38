import { must, type Stream } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'
import { toStream } from '../stream/rows.ts'
import { type Appended, type AppendedColumns, type AppendInput, toAppended } from './append.ts'

export interface SendInput extends Omit<AppendInput, 'role'> {
  streamId: string
  model: string
  /** The server that will write the answer. */
  serverId: string
}

/** `ours`: this server is the one that writes the stream. */
export type Sent = Appended & { stream: Stream; ours: boolean }

interface StreamColumns {
  stream_id: string
  stream_model: string
  stream_status: Stream['status']
  stream_error_class: Stream['errorClass']
  stream_server_id: string
  stream_created_at: Date
  stream_opened_at: Date | null
  stream_ended_at: Date | null
}

/**
 * Appends the user's message and asks for its answer in one commit. Sent again with the same message id it gives
 * the same row and the same stream.
 *
 * @throws as appendMessage; CONFLICT also when the stream's id is taken.
 */
export async function sendMessage(db: Db, input: SendInput): Promise<Sent> {
  const rows = await run(
    () => db.sql<(AppendedColumns & StreamColumns)[]>`
      select * from send_message(${input.userId}, ${input.sessionId}, ${input.id}, ${input.content},
        ${db.sql.json(input.metadata ?? {})}, ${input.parentId ?? null}, ${input.parentId !== undefined},
        ${input.expectedMessageCount ?? null}, ${input.streamId}, ${input.model}, ${input.serverId})`,
  )
  const row = must(rows[0], 'sent row')
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
  const appended = toAppended({ ...input, role: 'user' }, row)
  return { ...appended, stream, ours: row.stream_server_id === input.serverId }
}
