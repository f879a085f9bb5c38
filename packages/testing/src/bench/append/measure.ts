import type postgres from 'postgres'
import type { Load } from '../closed-loop.ts'
import { serverCpuUs } from '../server-cpu.ts'
import type { Contender } from './contender.ts'

/** What one slice of a contender came to. */
export interface Measured {
  appends: number
  perSecond: number
  /** Milliseconds that a caller waited. */
  medianMs: number
  /** Of WAL, an append. */
  bytes: number
  /** Postgres's processor time an append; undefined where the system does not tell. */
  cpuUs: number | undefined
  /** Of the appends, those refused at their first try. */
  firstTryRefusedPercent: number
}

/** Runs one slice and reads the server's counters before and after it: nothing else may run there. */
export async function measure(
  { admin, postmaster }: { admin: postgres.Sql; postmaster: number },
  contender: Contender,
  load: Load,
): Promise<Measured> {
  const walBefore = await walBytes(admin)
  const cpuBefore = serverCpuUs(postmaster)
  const { appends, ms, medianMs, refusedFirst = 0 } = await contender.run(load)
  const cpuAfter = serverCpuUs(postmaster)
  return {
    appends,
    perSecond: (appends / ms) * 1000,
    medianMs,
    bytes: ((await walBytes(admin)) - walBefore) / appends,
    cpuUs: cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / appends,
    firstTryRefusedPercent: (refusedFirst / appends) * 100,
  }
}

/** How far the WAL has been written into, in bytes. */
async function walBytes(admin: postgres.Sql): Promise<number> {
  const [row] = await admin<[{ bytes: string }]>`select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as bytes`
  return Number(row.bytes)
}
