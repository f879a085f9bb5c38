import { DuckError, type Stream } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'
import { type StreamRow, toStream } from './rows.ts'

/**
 * Notes that the user wants a running stream to end, for the server that writes it, whose id comes with it. One that is
 * over stays as it is.
 *
 * @throws NOT_FOUND no such stream of this user; SERVICE_UNAVAILABLE.
 */
export async function askStop(
  db: Db,
  userId: string,
  streamId: string,
): Promise<{ stream: Stream; serverId: string }> {
  const [row] = await run(
    db,
    (sql) => sql<(StreamRow & { server_id: string })[]>`select * from ask_stop(${userId}, ${streamId})`,
    { userId },
  )
  if (!row) throw new DuckError('NOT_FOUND', 'There is no such stream.')
  return { stream: toStream(row), serverId: row.server_id }
}
