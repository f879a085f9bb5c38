import type { Db } from '../db.ts'
import { run } from '../run.ts'

/** Makes this process known as a writer of streams. */
export async function registerServer(db: Db, serverId: string): Promise<void> {
  await run(() => db.sql`insert into servers (id) values (${serverId}) on conflict do nothing`)
}

/** Beats once and reads every server's beat, one statement: server id → beat. */
export async function beat(db: Db, serverId: string): Promise<Map<string, string>> {
  const rows = await run(
    () => db.sql<{ id: string; beat: string }[]>`
      with mine as (
        insert into servers (id, beat) values (${serverId}, 1)
        on conflict (id) do update set beat = servers.beat + 1 returning id, beat
      )
      select id, beat::text from mine union all select id, beat::text from servers where id <> ${serverId}`,
  )
  return new Map(rows.map((row) => [row.id, row.beat]))
}

/** Servers that have running streams but no row in `servers` any more. */
export async function listForgottenServers(db: Db): Promise<string[]> {
  const rows = await run(
    () => db.sql<{ server_id: string }[]>`
      select distinct server_id from message_streams
      where ended_at is null and not exists (select from servers where servers.id = message_streams.server_id)`,
  )
  return rows.map((row) => row.server_id)
}

/** Takes a server that is gone, and has no running stream left, out of the list. */
export async function forgetServer(db: Db, serverId: string): Promise<void> {
  await run(
    () => db.sql`
      delete from servers where id = ${serverId} and not exists (
        select from message_streams where server_id = ${serverId} and ended_at is null)`,
  )
}

/** Asks the database whether it is there. Throws SERVICE_UNAVAILABLE when it is not. */
export async function ping(db: Db): Promise<void> {
  await run(() => db.sql`select 1`)
}
