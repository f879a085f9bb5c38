import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasEnded } from './stream-state.ts'
import { comeToRest, newWire, playAct, type SyncAct, syncActs, type Wire } from './testing/sync-history.ts'
import { SyncTab } from './testing/sync-tab.ts'

/** Cases of each property; `DUCK_SYNC_RUNS` plays more. */
const RUNS = Number(process.env.DUCK_SYNC_RUNS ?? 300)
const EVERY_ROW = 1_000
const WORDS = ['ready', 'heartbeat'] as const

const newTab = (pageRows: number) => newWire((server, shown) => new SyncTab(server, { shown, pageRows }))

function rested(acts: readonly SyncAct[], word: (typeof WORDS)[number], pageRows = EVERY_ROW): Wire<SyncTab> {
  const wire = newTab(pageRows)
  for (const act of acts) {
    playAct(wire, act)
    expectOnlyWhatWasSaid(wire)
  }
  for (const _ of comeToRest(wire, word)) expectOnlyWhatWasSaid(wire)
  return wire
}

/** Every text shown is a beginning of what its stream said: nothing twice, nothing left out. */
function expectOnlyWhatWasSaid({ server, tab }: Wire<SyncTab>): void {
  for (const { id, said } of server.streams) {
    const text = tab.live.streams[id]?.text ?? ''
    expect(said.slice(0, text.length)).toBe(text)
  }
}

const running = ({ server }: Wire) =>
  server
    .running()
    .map(({ id }) => id)
    .toSorted()
const live = ({ tab }: Wire<SyncTab>) => Object.keys(tab.live.streams).toSorted()

test.each(WORDS)('after any faults and a %s the tab shows the rows of the server', (word) => {
  fc.assert(
    fc.property(syncActs(), (acts) => {
      const { server, tab } = rested(acts, word)
      for (const [sessionId, list] of tab.lists)
        expect(list).toEqual(server.listMessages(sessionId, EVERY_ROW))
      for (const sessionId of ['shown', 'other'])
        expect(tab.lists.get(sessionId)?.messageCount ?? 0).toBe(server.rows.get(sessionId)?.length)
    }),
    { numRuns: RUNS },
  )
})

test.each(WORDS)(
  'after any faults and a %s the live streams are exactly the running ones, and none is in doubt',
  (word) => {
    fc.assert(
      fc.property(syncActs(), (acts) => {
        const wire = rested(acts, word)
        expect(live(wire)).toEqual(running(wire))
        for (const stream of Object.values(wire.tab.live.streams))
          expect(stream).toMatchObject({ unconfirmed: 0, gapped: false })
      }),
      { numRuns: RUNS },
    )
  },
)

test('the same where the list holds only its newest page', () => {
  fc.assert(
    fc.property(syncActs(), fc.constantFrom(...WORDS), (acts, word) => {
      const wire = rested(acts, word, 2)
      expect(live(wire)).toEqual(running(wire))
    }),
    { numRuns: RUNS },
  )
})

test('after any faults and a ready the text of each running stream is whole, and its state is right', () => {
  fc.assert(
    fc.property(syncActs(), (acts) => {
      const { server, tab } = rested(acts, 'ready')
      for (const { id, said, sessionId, state } of server.running()) {
        expect(tab.live.streams[id]).toMatchObject({ status: state.status, gapped: false })
        if (sessionId !== 'hidden') expect(tab.live.streams[id]?.text).toBe(said)
      }
    }),
    { numRuns: RUNS },
  )
})

test('an answer whose text was shown stays shown, as text or as its row', () => {
  fc.assert(
    fc.property(syncActs(), (acts) => {
      const wire = newTab(EVERY_ROW)
      const seen = new Set<string>()
      for (const act of acts) {
        playAct(wire, act)
        for (const { streamId, text } of Object.values(wire.tab.live.streams))
          if (text !== '') seen.add(streamId)
        for (const id of seen) expect(isShown(wire, id)).toBe(true)
      }
    }),
    { numRuns: RUNS },
  )
})

/** What left no row need be shown no longer, nor what nobody looks at. */
function isShown({ server, tab }: Wire<SyncTab>, streamId: string): boolean {
  const stream = server.streams.find(({ id }) => id === streamId)
  if (!stream || stream.sessionId === 'hidden' || tab.live.streams[streamId]) return true
  const rows = hasEnded(stream.state) ? (server.rows.get(stream.sessionId) ?? []) : null
  if (rows && !rows.some(({ id }) => id === streamId)) return true
  return tab.lists.get(stream.sessionId)?.messages.some(({ id }) => id === streamId) ?? false
}
