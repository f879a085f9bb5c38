import type { Db } from '../db.ts'
import { run } from '../run.ts'

/** Text of one stream from `startUnit`, in UTF-16 code units; it never ends on half a surrogate pair. */
export interface Checkpoint {
  streamId: string
  startUnit: number
  delta: string
}

/**
 * Makes text of open streams durable, in one statement for all.
 *
 * @returns the unit each stream is durable up to now, or null where somebody holds the stream and it is to be tried again.
 *   A stream that is missing has been taken from this server.
 */
export async function checkpointStreams(
  db: Db,
  serverId: string,
  checkpoints: readonly Checkpoint[],
): Promise<Map<string, number | null>> {
  const column = <Key extends keyof Checkpoint>(key: Key) => checkpoints.map((each) => each[key])
  const ends = checkpoints.map((each) => each.startUnit + each.delta.length)
  const rows = await run(
    db,
    (sql) => sql<{ stream_id: string; durable_unit: number | null }[]>`
      select * from checkpoint_streams(${serverId}, ${column('streamId')}, ${column('startUnit')}, ${ends},
        ${column('delta')})`,
    { pool: db.checkpoints },
  )
  return new Map(rows.map((row) => [row.stream_id, row.durable_unit]))
}
