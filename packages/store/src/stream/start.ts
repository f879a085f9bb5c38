import { must } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'

/**
 * `busy`: it is not its turn yet; `stopped`: its user asked for its end; `gone`: the stream is not this server's to write
 * any more.
 */
export type Start = 'open' | 'busy' | 'stopped' | 'gone'

// Postgres's largest integer.
const NO_LIMIT = 2 ** 31 - 1

/** Turns a queued stream of this server into an open one, while fewer than `mostOpen` of its user are, on all servers. */
export async function startStream(
  db: Db,
  serverId: string,
  streamId: string,
  mostOpen: number = NO_LIMIT,
): Promise<Start> {
  const rows = await run(
    db,
    (sql) => sql<{ start: Start }[]>`select start_stream(${serverId}, ${streamId}, ${mostOpen}) as start`,
  )
  return must(rows[0], 'start').start
}
