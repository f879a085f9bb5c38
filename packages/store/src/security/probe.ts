import type postgres from 'postgres'
import { sqlstate } from '../errors.ts'

/** Something tried on the world of `probed-world.ts`, and what must come of it. */
export interface Probe {
  /** The guarantee. */
  what: string
  /** As whom: `duck_app` unless told otherwise; `owner` is the tables' and no superuser. */
  as?: 'owner' | 'superuser'
  /** The transaction's `app.user_id`; without it nobody is set. */
  user?: string
  /** What a superuser does before. */
  given?: string
  sql: string
  /** Rows that the last statement gives or changes, or the SQLSTATE of the refusal. */
  gives: number | string
}

/** The role that owns the tables while probes run; it exists only in their transaction. */
export const PROBED_OWNER = 'duck_probed_owner'

const ROLES = { owner: PROBED_OWNER, superuser: 'none', app: 'duck_app' }

/** What came of it. Everything is taken back. Needs a superuser's connection that is in a transaction. */
export async function outcomeOf(sql: postgres.Sql, probe: Probe): Promise<number | string> {
  try {
    await sql.unsafe(`
      savepoint probe;
      ${probe.given ?? ''};
      select set_config('app.user_id', '${probe.user ?? ''}', true);
      set local role ${ROLES[probe.as ?? 'app']}`)
    return countOf(await sql.unsafe(probe.sql))
  } catch (error) {
    return sqlstate(error) || String(error)
  } finally {
    await sql.unsafe('rollback to savepoint probe; release savepoint probe')
  }
}

/** The first probe with another outcome than it must have, in words; undefined when every one has its own. */
export async function firstRed(sql: postgres.Sql, probes: readonly Probe[]): Promise<string | undefined> {
  for (const probe of probes) {
    const outcome = await outcomeOf(sql, probe)
    if (outcome !== probe.gives) return `${probe.what}: ${outcome} instead of ${probe.gives}`
  }
  return undefined
}

/** The driver gives one result, or one a statement. */
function countOf(results: postgres.RowList<postgres.Row[]>): number {
  const last: unknown = results.statement ? results : results.at(-1)
  return Number(Object(last).count ?? 0)
}
