import { setTimeout as pause } from 'node:timers/promises'
import type postgres from 'postgres'
import type { Decide } from '../../fault-proxy/faults.ts'
import { DELTAS } from '../answer.ts'
import type { CrashModel } from '../crash-model.ts'
import type { Moment } from '../points.ts'
import { until } from '../until.ts'
import { within } from '../within.ts'

/** When a server is to be killed, as the wire to its database knows it. */
export interface KillMoment {
  /** For the proxy before the database; undefined where none is needed. */
  decide: Decide | undefined
  /** Resolves at the moment; throws an Error when it does not come. */
  reached: (model: CrashModel, sql: postgres.Sql) => Promise<unknown>
  /** The server is dead: what waits in the proxy is cut. */
  over: () => void
}

const COMES_WITHIN_MS = 30_000
const ALL_UNITS = DELTAS.join('').length

export function createKillMoment(moment: Moment): KillMoment {
  const there = Promise.withResolvers<void>()
  const over = Promise.withResolvers<void>()
  let calls = 0
  const first = async () => {
    if (moment.kind === 'statement') await pause(moment.heldMs ?? 0)
    there.resolve()
    return over.promise
  }
  const decide: Decide = (_connection, _request, sql) => {
    if (moment.kind !== 'statement' || !sql.includes(moment.calls)) return undefined
    calls += 1
    return calls === moment.nth ? { kind: moment.fault, first } : undefined
  }
  return {
    decide: moment.kind === 'statement' ? decide : undefined,
    reached: (model, sql) =>
      within(COMES_WITHIN_MS, 'the moment of the kill', come(moment, { model, sql, there: there.promise })),
    over: over.resolve,
  }
}

/** How many deltas the model emits before it holds; undefined where it goes on to its end. */
export function emittedUntil(moment: Moment): number | undefined {
  if (moment.kind === 'delta') return moment.count
  return moment.kind === 'before-end' ? DELTAS.length : undefined
}

interface Signs {
  model: CrashModel
  sql: postgres.Sql
  there: Promise<void>
}

async function come(moment: Moment, { model, sql, there }: Signs): Promise<void> {
  if (moment.kind === 'statement') return there
  if (moment.kind === 'after-end') {
    await model.ended
    return pause(moment.ms)
  }
  await model.reached
  if (moment.kind === 'before-end') await until(COMES_WITHIN_MS, () => allDurable(sql))
}

async function allDurable(sql: postgres.Sql): Promise<true | undefined> {
  const [row] = await sql<
    { units: number | null }[]
  >`select max(end_unit)::int as units from stream_checkpoints`
  return row?.units === ALL_UNITS ? true : undefined
}
