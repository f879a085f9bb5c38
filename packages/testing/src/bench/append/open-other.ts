import type postgres from 'postgres'
import type { BenchPostgres } from '../bench-postgres.ts'
import { openClient } from '../client.ts'
import type { Contender } from './contender.ts'
import { loadSessions, type Session, type SessionsToLoad } from './sessions.ts'

/** What a contender other than ours has: a database, its sessions, and a superuser's connections. */
export interface Ground {
  sql: postgres.Sql
  sessions: Session[]
}

type Way = (ground: Ground) => Promise<Contender> | Contender

/** Opens a contender in a new database with the product's schema; disposing of it closes its connections. */
export async function openOther(
  postgres: BenchPostgres,
  { database, sessions, way }: { database: string; sessions: SessionsToLoad; way: Way },
): Promise<Contender> {
  const { adminUrl } = await postgres.createDatabase(database)
  const sql = openClient(adminUrl)
  return way({ sql, sessions: await loadSessions(sql, sessions) })
}
