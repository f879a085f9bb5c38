import {
  agrees,
  comeToRest,
  newWire,
  playAct,
  type SyncAct,
  saysOnlyWhatWasSaid,
  showsWhatItShowed,
  syncActs,
} from '@duck/protocol/testing'
import { notifyManager } from '@tanstack/react-query'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebTab } from '../testing/web-tab.ts'

/** Cases of each property; `DUCK_SYNC_RUNS` plays more. */
const RUNS = Number(process.env.DUCK_SYNC_RUNS ?? 100)
const MOST_ACTS = 40
/** More than a new subscription is waited for. */
const RESUBSCRIBED_MS = 1_100

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.stubGlobal('requestAnimationFrame', () => 0)
  vi.stubGlobal('cancelAnimationFrame', () => {})
  notifyManager.setScheduler(queueMicrotask)
})
afterEach(() => {
  vi.useRealTimers()
})

/** All that is ready to happen has happened. */
const quiet = () => new Promise((resolve) => setImmediate(resolve))

async function agreesAfter(acts: readonly SyncAct[], word: 'ready' | 'heartbeat'): Promise<boolean> {
  const wire = newWire((server, shown) => new WebTab(server, shown))
  const seen = new Set<string>()
  const expectShown = () => {
    expect(saysOnlyWhatWasSaid(wire), 'text is a beginning of what was said').toBe(true)
    expect(showsWhatItShowed(wire, seen), 'what was shown is shown').toBe(true)
  }
  for (const act of acts) {
    playAct(wire, act)
    await quiet()
    expectShown()
  }
  for (const _ of comeToRest(wire, word)) {
    await vi.advanceTimersByTimeAsync(RESUBSCRIBED_MS)
    await quiet()
    expectShown()
  }
  const same = agrees(wire)
  wire.tab.close()
  return same
}

test.each(['ready', 'heartbeat'] as const)(
  'after any faults and a %s the cache and the live streams are what the server has',
  async (word) => {
    const property = fc.asyncProperty(syncActs(MOST_ACTS), (acts) => agreesAfter(acts, word))
    await fc.assert(property, { numRuns: RUNS })
  },
)
