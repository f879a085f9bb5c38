import type { Observation } from '../point/observation.ts'
import { unitsAt } from '../tab/seen-text.ts'
import { broken } from './broken.ts'
import { checkSession } from './check-session.ts'

/** What a machine that has time for it keeps, in milliseconds. */
export interface Limits {
  /** From the kill to the end of the answer. */
  settledMs: number
  /** What a tab saw so long before the kill is in the row. */
  lostMs: number
}

export const PROMISED: Limits = { settledMs: 15_000, lostMs: 100 }

/** Every promise that was broken, in a sentence each; empty when none was. */
export function checkPoint(seen: Observation, limits = PROMISED): string[] {
  return [...checkEnd(seen, limits), ...checkLoss(seen, limits), ...checkSession(seen)]
}

/** The most that any tab had seen of the answer at a time that counts from the kill. */
export function unitsSeen({ tabs, killedAt }: Observation, sinceKillMs: number): number {
  return Math.max(0, ...tabs.map(({ sightings }) => unitsAt(sightings, killedAt + sinceKillMs)))
}

const ENDS = ['finalized', 'interrupted']

function checkEnd(seen: Observation, limits: Limits): string[] {
  const { settledMs, streams, prompt } = seen
  const { moment } = seen.point
  const stream = streams.find(({ id }) => id === prompt.streamId)
  const status = stream?.status ?? 'missing'
  const ends = moment.kind === 'statement' ? [moment.ends] : ENDS
  return [
    ...broken(settledMs === null, 'the answer had no end after the kill'),
    ...broken(
      (settledMs ?? 0) > limits.settledMs,
      `the answer had its end only after ${Math.round(settledMs ?? 0)} ms`,
    ),
    ...broken(!ends.includes(status), `the stream is ${status}, not ${ends.join(' or ')}`),
    ...broken(
      status === 'interrupted' && stream?.errorClass !== 'server-died',
      `the stream was interrupted for ${stream?.errorClass}, not server-died`,
    ),
  ]
}

function checkLoss(seen: Observation, { lostMs }: Limits): string[] {
  const row = seen.rows.find(({ id }) => id === seen.prompt.streamId)
  const shown = unitsSeen(seen, -lostMs)
  if (!row) return broken(shown > 0, `there is no row, although a tab had seen ${shown} code units`)
  const { length } = row.content
  const what = `the row has ${length} code units; a tab had seen ${shown} of them ${lostMs} ms before the kill`
  return broken(length < shown, what)
}
