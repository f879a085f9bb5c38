import { must } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'

/** `busy`: another answer of the session is open; `gone`: the stream is not this server's to write any more. */
export type Start = 'open' | 'busy' | 'gone'

/** Turns a queued stream of this server into an open one. */
export async function startStream(db: Db, serverId: string, streamId: string): Promise<Start> {
  const rows = await run(
    db,
    (sql) => sql<{ start: Start }[]>`select start_stream(${serverId}, ${streamId}) as start`,
  )
  return must(rows[0], 'start').start
}
