import type postgres from 'postgres'
import { faultsOf } from '../roles/check-database.ts'
import { firstRed } from './probe.ts'
import { PROBES } from './probes.ts'
import type { Change } from './removals.ts'

/** Makes the change, looks who notices it, and takes it back: what was found, undefined when nobody noticed. */
export async function noticed(sql: postgres.Sql, change: Change): Promise<string | undefined> {
  await sql.unsafe(`savepoint change; ${change.sql}`)
  try {
    const near = PROBES.filter((probe) => isAbout(probe, change))
    const far = PROBES.filter((probe) => !isAbout(probe, change))
    return (await firstRed(sql, near)) ?? (await firstFault(sql)) ?? (await firstRed(sql, far))
  } finally {
    await sql.unsafe('rollback to savepoint change; release savepoint change')
  }
}

function isAbout({ sql }: { sql: string }, { about }: Change): boolean {
  return sql.includes(about)
}

/** What the start-up check says to duck_app; a check that cannot even be made has noticed too. */
async function firstFault(sql: postgres.Sql): Promise<string | undefined> {
  await sql.unsafe('savepoint fault; set local role duck_app')
  try {
    return (await faultsOf(sql))[0]
  } catch (error) {
    return String(error)
  } finally {
    await sql.unsafe('rollback to savepoint fault; release savepoint fault')
  }
}
