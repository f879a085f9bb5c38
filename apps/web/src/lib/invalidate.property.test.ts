import { comeToRest, newWire, playAct, type SyncAct, syncActs, type Wire } from '@duck/protocol/testing'
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

async function rested(acts: readonly SyncAct[], word: 'ready' | 'heartbeat'): Promise<Wire<WebTab>> {
  const wire = newWire((server, shown) => new WebTab(server, shown))
  for (const act of acts) {
    playAct(wire, act)
    await quiet()
    expectOnlyWhatWasSaid(wire)
  }
  for (const _ of comeToRest(wire, word)) {
    await vi.advanceTimersByTimeAsync(RESUBSCRIBED_MS)
    await quiet()
    expectOnlyWhatWasSaid(wire)
  }
  return wire
}

function expectOnlyWhatWasSaid({ server, tab }: Wire<WebTab>): void {
  for (const { id, said } of server.streams) {
    const text = tab.live.streams[id]?.text ?? ''
    expect(said.slice(0, text.length)).toBe(text)
  }
}

test.each(['ready', 'heartbeat'] as const)(
  'after any faults and a %s the cache and the live streams are what the server has',
  async (word) => {
    await fc.assert(
      fc.asyncProperty(syncActs(MOST_ACTS), async (acts) => {
        const { server, tab } = await rested(acts, word)
        const running = server.running().map(({ id }) => id)
        expect(Object.keys(tab.live.streams).toSorted()).toEqual(running.toSorted())
        for (const stream of Object.values(tab.live.streams))
          expect(stream).toMatchObject({ unconfirmed: 0, gapped: false })
        for (const sessionId of ['shown', 'other'])
          expect(tab.list(sessionId)).toEqual(server.listMessages(sessionId, 100))
        tab.close()
      }),
      { numRuns: RUNS },
    )
  },
)
