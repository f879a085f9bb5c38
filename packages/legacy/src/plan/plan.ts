import { adoptionFaults } from '@duck/store'
import type { Legacy } from '../legacy.ts'
import type { MoveOptions } from '../move/move-options.ts'
import { type Oddities, readStretch, type Stretch } from './oddities.ts'

export interface Plan {
  sessions: number
  messages: number
  bytes: number
  oddities: Oddities
  /** How long the backfill takes beside others, in seconds, at the rate of a small machine. */
  expectedSeconds: number
  /** What keeps it from being carried over, each a sentence; empty when nothing does. */
  obstacles: string[]
  /** What is to be done, in this order, each a sentence. */
  steps: string[]
  interrupted: boolean
}

/** Messages a second that the backfill makes rows of while it rests as long as it works (docs/benchmarks.md). */
const RATE = 5_000

/**
 * Says what a move would meet, without changing anything: it reads in read-only transactions.
 *
 * @throws Error a sentence, where there is no table of an old app.
 */
export async function plan({ sql }: Legacy, { onProgress, signal }: MoveOptions = {}): Promise<Plan> {
  const obstacles = await adoptionFaults(sql)
  const [estimate] = await sql<{ total: number }[]>`select count(*)::int as total from chat_sessions`
  const total = estimate?.total ?? 0
  let sum: Stretch = { ...NOTHING }
  for (let last: string | null = ''; last !== null && !signal?.aborted; ) {
    const after: string = last
    const stretch = await sql.begin('read only', (tx) => readStretch(tx, after))
    sum = added(sum, stretch)
    last = stretch.last
    onProgress?.({ done: sum.sessions, total, messages: sum.messages })
  }
  const { sessions, messages, bytes, last: _last, ...oddities } = sum
  const expectedSeconds = Math.ceil(messages / RATE)
  const steps = obstacles.length > 0 ? [FIRST_MEND] : stepsFor(oddities)
  return {
    sessions,
    messages,
    bytes,
    oddities,
    expectedSeconds,
    obstacles,
    steps,
    interrupted: signal?.aborted ?? false,
  }
}

const NOTHING: Stretch = {
  sessions: 0,
  messages: 0,
  bytes: 0,
  last: null,
  noArray: 0,
  noObject: 0,
  role: 0,
  noContent: 0,
  otherContent: 0,
  noTime: 0,
  longArrays: 0,
  largeElements: 0,
}

function added(sum: Stretch, { last, ...more }: Stretch): Stretch {
  const both = Object.entries(more).map(([name, count]) => [name, count + Number(sum[name as keyof Stretch])])
  return { ...NOTHING, ...Object.fromEntries(both), last }
}

const FIRST_MEND = 'Mend what keeps the table from being carried over, then plan again.'

function stepsFor({ noArray, longArrays }: Oddities): string[] {
  return [
    'Take a backup, and try it.',
    'duck legacy capture: adopts the table and keeps every write of the old app from then on.',
    'duck legacy backfill: makes rows of what is there.',
    ...(noArray > 0 ? ['duck legacy status: look at what went to quarantine, since it is no array.'] : []),
    'duck legacy verify: proves every session.',
    ...(longArrays > 0
      ? ['Cut the sessions with long arrays over first: appends to them are not mirrored to the old app.']
      : []),
    'duck legacy cut-over --percent 1 --to reads, then more, then --to rows; the old app goes on meanwhile.',
    'duck legacy users: gives the old users accounts, once all sessions are cut over.',
    'Wait some days, verify again, then duck legacy purge.',
  ]
}
