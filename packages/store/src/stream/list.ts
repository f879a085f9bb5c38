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
  const rows = await run(db, (sql) => sql<StreamRow[]>`select * from list_streams(${userId}, ${sessionId})`)
  return rows.map(toStream)
}

/** All running streams of the user, oldest first. */
export async function listRunningStreams(db: Db, userId: string): Promise<Stream[]> {
  const rows = await run(db, (sql) => sql<StreamRow[]>`select * from list_running_streams(${userId})`)
  return rows.map(toStream)
}

/**
 * @throws NOT_FOUND no such stream of this user.
 */
export async function getStream(db: Db, userId: string, streamId: string): Promise<Stream> {
  const rows = await run(
    db,
    (sql) => sql<StreamRow[]>`select (stream).* from get_stream(${userId}, ${streamId})`,
  )
  if (!rows[0]) throw new DuckError('NOT_FOUND', 'There is no such stream.')
  return toStream(rows[0])
}

/** The durable text of a running stream of the user's, whoever writes it; '' for any other. */
export async function getStreamText(db: Db, userId: string, streamId: string): Promise<string> {
  const rows = await run(
    db,
    (sql) => sql<{ text: string }[]>`select text from get_stream(${userId}, ${streamId})`,
  )
  return rows[0]?.text ?? ''
}
