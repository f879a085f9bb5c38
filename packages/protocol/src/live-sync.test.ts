import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NO_STREAMS } from './live-state.ts'
import { reduceLive } from './live-streams.ts'
import { reconcileStreams } from './reconcile-live.ts'
import { comeToRest, newWire, playAct, syncActs } from './testing/sync-history.ts'
import { agrees, saysOnlyWhatWasSaid, showsWhatItShowed } from './testing/sync-promises.ts'
import { SyncTab, type TabRules } from './testing/sync-tab.ts'

const ENOUGH_RUNS = 3_000

/** Tabs that break one rule each: the histories that are played have to find every one of them out. */
const BROKEN: Record<string, Partial<TabRules>> = {
  'does not listen to the roll call of a heartbeat': {
    reduceLive: (state, event) =>
      reduceLive(state, event.type === 'heartbeat' ? { type: 'heartbeat', counts: event.counts } : event),
  },
  'takes a late answer for news': {
    reconcileStreams: (state, fetched) => reconcileStreams(state, { ...fetched, asked: state }),
  },
  'believes no answer': {
    reconcileStreams: (state) => ({ state, invalidate: [] }),
  },
  'keeps the text of what is a row': {
    reconcileRows: (state) => state,
  },
  'adds a delta wherever it belongs': {
    reduceLive: (state, event) => {
      const known = event.type === 'stream-delta' ? state.streams[event.streamId]?.text.length : undefined
      return reduceLive(state, event.type === 'stream-delta' ? { ...event, offset: known ?? 0 } : event)
    },
  },
  'forgets its streams at a ready': {
    reduceLive: (state, event) =>
      reduceLive(event.type === 'ready' ? { ...state, streams: NO_STREAMS.streams } : state, event),
  },
}

test('the rules as they are come through every history', () => {
  expect(isFoundOut({})).toBe(false)
})

test.each(Object.entries(BROKEN))('a tab that %s is found out', (_, rules) => {
  expect(isFoundOut(rules)).toBe(true)
})

function isFoundOut(rules: Partial<TabRules>): boolean {
  return fc.check(
    fc.property(syncActs(), fc.constantFrom('ready', 'heartbeat'), (acts, word) => {
      const wire = newWire((server, shown) => new SyncTab(server, { shown, pageRows: 1_000, rules }))
      const seen = new Set<string>()
      for (const act of acts) {
        playAct(wire, act)
        if (!saysOnlyWhatWasSaid(wire) || !showsWhatItShowed(wire, seen)) return false
      }
      for (const _ of comeToRest(wire, word)) if (!saysOnlyWhatWasSaid(wire)) return false
      return agrees(wire)
    }),
    { numRuns: ENOUGH_RUNS, endOnFailure: true },
  ).failed
}
