import type { Db } from '../db.ts'
import { run } from '../run.ts'

/** Turns a queued stream of this server into an open one; false while another answer of its session is open. */
export async function startStream(db: Db, serverId: string, streamId: string): Promise<boolean> {
  const rows = await run(
    () => db.sql<{ started: boolean }[]>`select start_stream(${serverId}, ${streamId}) as started`,
  )
  return rows[0]?.started ?? false
}
