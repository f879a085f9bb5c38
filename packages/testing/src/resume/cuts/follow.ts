import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../../random/random.ts'
import type { Item, Subscription } from '../wire/open-subscription.ts'
import type { Cut, Cuts } from './cuts.ts'

export interface FollowOptions {
  /** Names the reader in what it finds. */
  name: string
  /** The servers it may turn to; each connection takes one at random. */
  urls: readonly [string, ...string[]]
  cuts: Cuts
  random: Random
  /** Once aborted the reader gives up, which is a violation. */
  deadline: AbortSignal
  /** Told our port of a connection that is about to be read no more. */
  onPause?: (localPort: number) => void
}

/** What a reader saw over all its connections. */
export interface Followed {
  name: string
  connections: number
  cuts: number
  /** How its connections ended that it did not cut. */
  endings: string[]
  /** From each request to its first event, in ms. */
  waits: number[]
  /** Stops at the first. */
  violations: string[]
}

interface Reader<Event> {
  /** A new subscription that goes on where the last one was cut. */
  open: (url: string) => Subscription<Event>
  /** Takes an event; gives what was wrong with it, or null. `cutNow` cuts the connection behind this event. */
  take: (item: Item<Event> & { kind: 'event' }, cutNow: () => void) => Promise<string | null> | string | null
  isDone: () => boolean
  /** What is missing, for a reader that gave up. */
  missing: () => string
}

const COMES_BACK_AFTER_MS = 20

/** Subscribes, is cut, and subscribes again, until the reader has everything, finds a fault, or is out of time. */
export async function follow<Event>(options: FollowOptions, reader: Reader<Event>): Promise<Followed> {
  const { name, urls, cuts, random, deadline } = options
  const seen: Followed = { name, connections: 0, cuts: 0, endings: [], waits: [], violations: [] }
  while (!reader.isDone() && seen.violations.length === 0) {
    if (deadline.aborted) {
      const endings =
        seen.endings.length === 0 ? '' : `, connections ended: ${seen.endings.slice(-3).join('; ')}`
      seen.violations.push(
        `${name} hung: ${reader.missing()} after ${seen.connections} connections${endings}`,
      )
      break
    }
    const cut = cuts()
    seen.connections += 1
    await takeUntilCut({ subscription: reader.open(random.pick(urls)), cut, options }, reader, seen)
    await cut.awayUntil
  }
  return seen
}

interface Connection<Event> {
  subscription: Subscription<Event>
  cut: Cut
  options: FollowOptions
}

async function takeUntilCut<Event>(
  { subscription: opened, cut, options }: Connection<Event>,
  reader: Reader<Event>,
  seen: Followed,
): Promise<void> {
  using subscription = opened
  const { deadline } = options
  const terminate = () => subscription.terminate()
  const timer = cut.ms === undefined ? undefined : setTimeout(terminate, cut.ms)
  const openedAt = performance.now()
  deadline.addEventListener('abort', terminate, { once: true })
  try {
    for (let taken = 0; taken < cut.events || cut.pausedUntil; taken++) {
      if (taken === cut.events) {
        options.onPause?.(subscription.localPort ?? 0)
        await pauseUntil(subscription, cut.pausedUntil)
      }
      const item = await subscription.next()
      if (item.kind === 'over') return await noteEnd(seen, item.why)
      if (taken === 0) seen.waits.push(item.at - openedAt)
      const wrong = await reader.take(item, terminate)
      if (wrong !== null) return void seen.violations.push(`${seen.name}: ${wrong}`)
      if (reader.isDone()) return
    }
    seen.cuts += 1
  } finally {
    clearTimeout(timer)
    deadline.removeEventListener('abort', terminate)
  }
}

async function pauseUntil<Event>(
  subscription: Subscription<Event>,
  until: Promise<unknown> | undefined,
): Promise<void> {
  subscription.pause()
  await until
  subscription.resume()
}

/** A connection that the server ended is not asked for again at once. */
async function noteEnd(seen: Followed, why: string): Promise<void> {
  if (why === 'cut') {
    seen.cuts += 1
    return
  }
  seen.endings.push(why)
  await pause(COMES_BACK_AFTER_MS)
}
