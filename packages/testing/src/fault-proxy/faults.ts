import type { Random } from '../random/random.ts'

/** What can happen to a request on its way to Postgres or to its answer on the way back. */
export const FAULT_KINDS = [
  /** Cut before any of it is passed on: it does not happen. */
  'cut-before',
  /** Cut in the middle of a message: it does not happen. */
  'cut-mid-message',
  /** Executed, and cut before the Sync that commits it: it does not happen. */
  'cut-before-commit',
  /** Executed and committed, and cut before a byte of the answer is passed back. */
  'cut-after-commit',
  /** Executed and committed, and cut in the middle of the answer. */
  'cut-mid-reply',
  /** Passed on late. */
  'delay-request',
  /** Answered late. */
  'delay-reply',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface Fault {
  kind: FaultKind
  /** For delays. */
  ms?: number
  /** Awaited when all is in place for the fault, right before it happens. */
  first?: () => Promise<unknown>
}

/**
 * The fault of the `request`-th request on the `connection`-th connection, both from 0. `sql` is the text of its first
 * statement, '' where the connection never named it.
 */
export type Decide = (connection: number, request: number, sql: string) => Fault | undefined

export interface FaultRates {
  /** Probability of a cut, and of a delay, for each request. */
  cut: number
  delay: number
  longestDelayMs: number
}

const CUTS = FAULT_KINDS.filter((kind) => kind.startsWith('cut'))

/** Faults that depend on the seed and the request's place alone, not on how requests interleave. */
export function seededFaults(random: Random, rates: FaultRates) {
  return (connection: number, request: number): Fault | undefined => {
    const decision = random.fork(`${connection}:${request}`)
    const kind = decision.next()
    if (kind < rates.cut) return { kind: CUTS[decision.between(0, CUTS.length - 1)] ?? 'cut-before' }
    if (kind >= rates.cut + rates.delay) return undefined
    const ms = decision.between(1, rates.longestDelayMs)
    return { kind: decision.pick(['delay-request', 'delay-reply']), ms }
  }
}
