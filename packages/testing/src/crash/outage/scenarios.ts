/**
 * - `hold` nothing passes between the servers and the database, on connections that stay open
 * - `refuse` there is no connection between the servers and the database
 * - `stop-writer` the server that writes the answers is stopped, and goes on
 * - `stop-watcher` the other one is
 */
export const SCENARIO_NAMES = ['hold', 'refuse', 'stop-writer', 'stop-watcher'] as const
export type ScenarioName = (typeof SCENARIO_NAMES)[number]

/** `wire`: that of both servers to the database. `stop`: SIGSTOP and SIGCONT of one of them. */
export type Outage = { kind: 'wire'; how: 'hold' | 'refuse' } | { kind: 'stop'; server: number }

export interface Scenario {
  name: ScenarioName
  outage: Outage
  /** The answers under way when it begins: the server that writes it, and whether it goes on beyond the end. */
  answers: readonly { server: number; outlasts: boolean }[]
}

const AT_BOTH = [
  { server: 0, outlasts: true },
  { server: 1, outlasts: true },
  { server: 0, outlasts: false },
]
const AT_FIRST = AT_BOTH.filter(({ server }) => server === 0)

export const SCENARIOS: readonly Scenario[] = [
  { name: 'hold', outage: { kind: 'wire', how: 'hold' }, answers: AT_BOTH },
  { name: 'refuse', outage: { kind: 'wire', how: 'refuse' }, answers: AT_BOTH },
  { name: 'stop-writer', outage: { kind: 'stop', server: 0 }, answers: AT_FIRST },
  { name: 'stop-watcher', outage: { kind: 'stop', server: 1 }, answers: AT_FIRST },
]
