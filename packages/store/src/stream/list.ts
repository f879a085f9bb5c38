import { DuckError, type Stream } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'
import { type StreamRow, toStream } from './rows.ts'

/**
 * The session's streams that have no row: running ones and those that ended without text, oldest first.
 *
 * @throws NOT_FOUND no such session of this user.
 */
export async function listStreams(db: Db, userId: string, sessionId: string): Promise<Stream[]> {
  const rows = await run(db, (sql) => sql<StreamRow[]>`select * from list_streams(${userId}, ${sessionId})`, {
    userId,
  })
  return rows.map(toStream)
}

/**
 * @throws NOT_FOUND no such stream of this user.
 */
export async function getStream(db: Db, userId: string, streamId: string): Promise<Stream> {
  const found = await findStream(db, userId, streamId)
  if (!found) throw new DuckError('NOT_FOUND', 'There is no such stream.')
  return found.stream
}

/** A stream of the user's and the server that writes it, or wrote it; null when there is none. */
export async function findStream(
  db: Db,
  userId: string,
  streamId: string,
): Promise<{ stream: Stream; serverId: string } | null> {
  const [row] = await run(
    db,
    (sql) => sql<(StreamRow & { server_id: string })[]>`select * from get_stream(${userId}, ${streamId})`,
    { userId },
  )
  return row ? { stream: toStream(row), serverId: row.server_id } : null
}
