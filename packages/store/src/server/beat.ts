import type { Db } from '../db.ts'
import { run } from '../run.ts'

/**
 * Beats once and reads every server's beat, one statement: server id → beat. The first beat makes the server known as a
 * writer of streams.
 */
export async function beat(db: Db, serverId: string): Promise<Map<string, string>> {
  const rows = await run(
    db,
    (sql) => sql<{ id: string; beat: string }[]>`select id, beat::text from beat_server(${serverId})`,
    { pool: db.beats },
  )
  return new Map(rows.map((row) => [row.id, row.beat]))
}

/** Whether the server's lifeline stands: its process is there, though it may be stopped. */
export async function isServerConnected(db: Db, serverId: string): Promise<boolean> {
  const [row] = await run(
    db,
    (sql) => sql<{ connected: boolean }[]>`select is_server_connected(${serverId}) as connected`,
    { pool: db.beats },
  )
  return row?.connected ?? false
}

/** Servers that have running streams but are not known any more. */
export async function listForgottenServers(db: Db): Promise<string[]> {
  const rows = await run(db, (sql) => sql<{ id: string }[]>`select id from list_forgotten_servers() as id`, {
    pool: db.beats,
  })
  return rows.map((row) => row.id)
}

/** Takes a server that is gone, and has no running stream left, out of the list. */
export async function forgetServer(db: Db, serverId: string): Promise<void> {
  await run(db, (sql) => sql`select forget_server(${serverId})`)
}

/** Asks the database whether it is there. Throws SERVICE_UNAVAILABLE when it is not. */
export async function ping(db: Db): Promise<void> {
  await run(db, (sql) => sql`select 1`)
}
