import { unitsSeen } from './check/check-point.ts'
import type { OutageResult } from './outage/run-outages.ts'
import type { Observation } from './point/observation.ts'
import type { PointResult } from './run-points.ts'

/** One line for a point, and a line more for each promise it broke. */
export function formatPoint({ point, observation, violations }: PointResult): string {
  const facts = observation ? factsOf(observation) : 'no observation'
  return withVerdict(`${point.mode} ${point.name} | ${facts}`, violations)
}

/** The same for an outage. */
export function formatOutage({ scenario, facts, violations }: OutageResult): string {
  return withVerdict([scenario.name, ...facts].join(' | '), violations)
}

/** The sum over all points, with the worst figures. */
export function formatTotal(results: readonly PointResult[], seconds: number): string {
  const seen = results.flatMap(({ observation }) => observation ?? [])
  const worst = (of: (observation: Observation) => number) => Math.round(Math.max(0, ...seen.map(of)))
  return [
    `Total: ${results.length} points`,
    `settled after at most ${worst(({ settledMs }) => settledMs ?? 0)} ms`,
    `text lost of at most ${worst(lostMs)} ms`,
    `tabs right after at most ${worst(({ tabs }) => Math.max(...tabs.map(convergedMs)))} ms`,
    `${seconds.toFixed(0)} s`,
    `${results.flatMap(({ violations }) => violations).length} violations`,
  ].join(' | ')
}

function withVerdict(line: string, violations: readonly string[]): string {
  const verdict = violations.length === 0 ? 'ok' : `${violations.length} VIOLATIONS`
  return [`${line} | ${verdict}`, ...violations.map((violation) => `  ${violation}`)].join('\n')
}

function factsOf(observation: Observation): string {
  const { streams, prompt, settledMs, tabs } = observation
  const status = streams.find(({ id }) => id === prompt.streamId)?.status ?? 'missing'
  return [
    `${status} after ${ms(settledMs)}`,
    `seen ${unitsSeen(observation, 0)}, row ${rowUnits(observation)}, lost ${ms(lostMs(observation))}`,
    `tabs right after ${tabs.map((tab) => ms(tab.convergedMs)).join(' and ')}`,
  ].join(' | ')
}

/** How long before the kill a tab had seen the first text that is not in the row; 0 when all is in it. */
export function lostMs(observation: Observation): number {
  const { tabs, killedAt } = observation
  const units = rowUnits(observation)
  const firsts = tabs.flatMap(({ sightings }) => sightings.find((sighting) => sighting.units > units) ?? [])
  return Math.max(0, ...firsts.map(({ at }) => killedAt - at))
}

function rowUnits({ rows, prompt }: Observation): number {
  return rows.find(({ id }) => id === prompt.streamId)?.content.length ?? 0
}

function convergedMs({ convergedMs: taken }: Observation['tabs'][number]): number {
  return taken ?? Number.POSITIVE_INFINITY
}

function ms(value: number | null): string {
  return value === null ? 'never' : `${Math.round(value)} ms`
}
