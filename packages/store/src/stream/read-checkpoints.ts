import type { StreamStatus } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'

/** How far a reader is with a stream, in UTF-16 code units. */
export interface Reading {
  userId: string
  streamId: string
  fromUnit: number
}

/** The durable text of a stream from `fromUnit` on; '' when there is nothing new, or the stream is over. */
export interface DurableText {
  status: StreamStatus
  text: string
}

interface Row {
  stream_id: string
  status: StreamStatus
  start_unit: number
  text: string
}

/** What became durable of streams, in one statement for all. A stream that is not the user's is missing. */
export async function readCheckpoints(
  db: Db,
  readings: readonly Reading[],
): Promise<Map<string, DurableText>> {
  const column = <Key extends keyof Reading>(key: Key) => readings.map((each) => each[key])
  const rows = await run(
    db,
    (sql) => sql<Row[]>`
      select * from read_checkpoints(${column('userId')}, ${column('streamId')}, ${column('fromUnit')})`,
  )
  const from = new Map(readings.map(({ streamId, fromUnit }) => [streamId, fromUnit]))
  // SQL knows no code units: a checkpoint that holds the unit asked for comes whole.
  return new Map(
    rows.map(({ stream_id: id, status, start_unit: start, text }) => [
      id,
      { status, text: text.slice(Math.max(0, (from.get(id) ?? 0) - start)) },
    ]),
  )
}
