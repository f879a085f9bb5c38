import type { Stream } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'
import { type StreamRow, toStream } from './rows.ts'

/** A running stream with what only servers need to know of it. */
export interface OwnedStream {
  userId: string
  stream: Stream
  serverId: string
  continueFrom: string | null
  /** Its user asked for its end. */
  stopAsked: boolean
}

type Row = StreamRow & {
  user_id: string
  server_id: string
  continue_from: string | null
  stop_asked_at: Date | null
}

/** The running streams of a server, oldest first, those of deleted sessions among them. */
export async function listServerStreams(db: Db, serverId: string): Promise<OwnedStream[]> {
  const rows = await run(
    db,
    (sql) => sql<Row[]>`select (stream).*, user_id from list_server_streams(${serverId})`,
    { pool: db.beats },
  )
  return rows.map(toOwned)
}

/** The running streams of all these users, oldest first. */
export async function listUsersStreams(db: Db, userIds: readonly string[]): Promise<OwnedStream[]> {
  const rows = await run(
    db,
    (sql) => sql<Row[]>`select (stream).*, user_id from list_users_streams(${[...userIds]})`,
  )
  return rows.map(toOwned)
}

function toOwned(row: Row): OwnedStream {
  return {
    userId: row.user_id,
    stream: toStream(row),
    serverId: row.server_id,
    continueFrom: row.continue_from,
    stopAsked: row.stop_asked_at !== null,
  }
}
