import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  comeToRest,
  newWire,
  playAct,
  type SyncAct,
  syncActs,
  type Wire,
  type Word,
} from './testing/sync-history.ts'
import {
  saysOnlyWhatWasSaid,
  showsTheRows,
  showsTheStreams,
  showsTheText,
  showsWhatItShowed,
} from './testing/sync-promises.ts'
import { SyncTab } from './testing/sync-tab.ts'

/** Cases of each property; `DUCK_SYNC_RUNS` plays more. */
const RUNS = Number(process.env.DUCK_SYNC_RUNS ?? 300)
const EVERY_ROW = 1_000
const WORDS = ['ready', 'heartbeat'] as const

function rested(acts: readonly SyncAct[], word: Word, pageRows = EVERY_ROW): Wire<SyncTab> {
  const wire = newWire((server, shown) => new SyncTab(server, { shown, pageRows }))
  const seen = new Set<string>()
  const expectShown = () => {
    expect(saysOnlyWhatWasSaid(wire), 'text is a beginning of what was said').toBe(true)
    if (pageRows === EVERY_ROW) expect(showsWhatItShowed(wire, seen), 'what was shown is shown').toBe(true)
  }
  for (const act of acts) {
    playAct(wire, act)
    expectShown()
  }
  for (const _ of comeToRest(wire, word)) expectShown()
  return wire
}

/** Holds after any history of faults that ends with the word. */
function alwaysAfter(word: Word, holds: (wire: Wire<SyncTab>) => boolean, pageRows?: number): void {
  const property = fc.property(syncActs(), (acts) => holds(rested(acts, word, pageRows)))
  fc.assert(property, { numRuns: RUNS })
}

test.each(WORDS)('after any faults and a %s the tab shows the rows of the server', (word) => {
  alwaysAfter(word, showsTheRows)
})

test.each(WORDS)('after any faults and a %s the live streams are the running ones, none in doubt', (word) => {
  alwaysAfter(word, showsTheStreams)
})

test.each(WORDS)('the same after a %s where the list has only its newest page', (word) => {
  alwaysAfter(word, showsTheStreams, 2)
})

test.each(['ready', 'resume'] as const)(
  'after any faults and a %s the text of each running stream is whole, and its state is right',
  (word) => {
    alwaysAfter(word, showsTheText)
  },
)

test('after any faults and a resume the tab shows the rows of the server', () => {
  alwaysAfter('resume', showsTheRows)
})
