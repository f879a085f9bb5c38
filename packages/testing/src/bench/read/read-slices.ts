import type { Db } from '@duck/store'
import type postgres from 'postgres'
import { closedLoop } from '../closed-loop.ts'
import type { Slice } from '../rounds.ts'
import type { ReadSession } from './load-table.ts'
import type { Read } from './reads.ts'
import { serverUs } from './server-us.ts'

/** The ways to the one database. */
export interface Ways {
  db: Db
  /** One connection of the weak role, under row level security. */
  app: postgres.Sql
  /** One of a superuser. */
  admin: postgres.Sql
}

interface SliceOptions {
  read: Read
  session: ReadSession
  ms: number
  calls: number
}

/** In this order: ours and the bare SELECT as a caller waits for them, in ms, then inside Postgres, in µs. */
export function slicesOf(
  { db, app, admin }: Ways,
  { read, session, ms, calls }: SliceOptions,
): [Slice<number>, Slice<number>, Slice<number>, Slice<number>] {
  return [
    () => waitMs(ms, () => read.ours({ db, app }, session)),
    () => waitMs(ms, () => read.bare(admin, session)),
    () => serverUs(app, read.oursSql(session), calls),
    () => serverUs(admin, read.bareSql(session), calls),
  ]
}

/** The median wait of one caller who reads again and again. */
async function waitMs(ms: number, read: () => Promise<unknown>): Promise<number> {
  const { medianMs } = await closedLoop({ callers: 1, ms }, async () => {
    await read()
    return 1
  })
  return medianMs
}
