import { type ErrorClass, type FinishReason, type Metadata, must, type StreamEnd } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'

export interface FinalizeInput {
  serverId: string
  streamId: string
  status: StreamEnd
  finishReason: FinishReason
  /** The whole answer; '' leaves no row. */
  content: string
  metadata: Metadata
  errorClass: ErrorClass | null
}

/** `fenced`: the stream was settled by another server, nothing was written. `messageIndex` is null without a row. */
export interface Finalized {
  result: 'ended' | 'replay' | 'fenced'
  messageIndex: number | null
  messageCount: number
  headId: string | null
}

interface Row {
  result: Finalized['result']
  message_index: number | null
  message_count: number
  head_id: string | null
}

/** Turns a stream of this server into its one row. Repeating it after a lost answer gives the same row. */
export async function finalizeStream(db: Db, input: FinalizeInput): Promise<Finalized> {
  const rows = await run(
    db,
    (sql) => sql<Row[]>`
      select * from finalize_stream(${input.serverId}, ${input.streamId}, ${input.status},
        ${input.finishReason}, ${input.content}, ${sql.json(input.metadata)}, ${input.errorClass})`,
    { pool: db.finals },
  )
  const row = must(rows[0], 'finalized row')
  return {
    result: row.result,
    messageIndex: row.message_index,
    messageCount: row.message_count,
    headId: row.head_id,
  }
}
