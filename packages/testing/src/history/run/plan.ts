import type { FaultRates } from '../../fault-proxy/faults.ts'
import { createRandom, type Random } from '../../random/random.ts'
import { NEMESES, type NemesisName, STRIKES, type StrikeName } from '../nemesis/names.ts'
import type { SessionKey } from '../target/target.ts'

/** Processes that embed the store; the same, with one that appends past its batches; whole servers. */
export const TARGETS = ['store', 'mixed', 'app'] as const
export type TargetName = (typeof TARGETS)[number]
export const ISOLATION_LEVELS = ['read committed', 'repeatable read', 'serializable'] as const
export type Isolation = (typeof ISOLATION_LEVELS)[number]

export interface PlanOptions {
  seed: number
  target: TargetName
  /** Ids to ack before the run ends. */
  appends: number
  clients: number
  users: number
  nemeses?: readonly NemesisName[]
}

/** Everything a seed decides before a run begins. */
export interface Plan extends PlanOptions {
  random: Random
  /** A few that all clients write to, and one for each user. */
  hot: [SessionKey, ...SessionKey[]]
  own: [SessionKey, ...SessionKey[]]
  isolation: Isolation
  pooled: boolean
  rates: FaultRates
  /** What happens when so many ids are acked. */
  strikes: { atAcked: number; name: StrikeName }[]
}

const HOT_SESSIONS = 4
const ROUNDS = 3
const RATES: FaultRates = { cut: 0.02, delay: 0.03, longestDelayMs: 40 }
// A program has one user, who has as many sessions instead.
const LOCAL_USER = 'local'

export function makePlan(options: PlanOptions): Plan {
  const { seed, target, nemeses = NEMESES } = options
  const random = createRandom(`${target} ${seed}`)
  const has = (name: NemesisName) => nemeses.includes(name)
  const sessions = sessionsOf(options, random.fork('sessions'))
  const level = ISOLATION_LEVELS[seed % ISOLATION_LEVELS.length] ?? 'read committed'
  return {
    ...options,
    ...sessions,
    random,
    // A program that has only SQL sets the level that the functions ask for.
    isolation: has('isolation') && target !== 'mixed' ? level : 'read committed',
    pooled: has('pgbouncer') && seed % 2 === 0,
    rates: { ...RATES, cut: has('cut') ? RATES.cut : 0, delay: has('delay') ? RATES.delay : 0 },
    strikes: strikesOf(options, STRIKES.filter(has), random.fork('strikes')),
  }
}

function sessionsOf({ users, target }: PlanOptions, random: Random): Pick<Plan, 'hot' | 'own'> {
  const session = (user: number): SessionKey => ({
    userId: target === 'app' ? LOCAL_USER : `user-${user}`,
    sessionId: random.uuid(),
  })
  const more = (count: number) => Array.from({ length: count - 1 }, (_, user) => session(user + 1))
  return { hot: [session(0), ...more(HOT_SESSIONS)], own: [session(0), ...more(users)] }
}

/** Each kind some times, in an order of the seed's, evenly over the run. */
function strikesOf({ appends }: PlanOptions, names: StrikeName[], random: Random): Plan['strikes'] {
  const all = Array.from({ length: ROUNDS }, () => shuffled(names, random)).flat()
  return all.map((name, place) => ({
    name,
    atAcked: Math.floor(((place + 1) * appends) / (all.length + 2)),
  }))
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, key: random.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}
