import { expect, test } from 'vitest'
import { createRandom } from '../../random/random.ts'
import { messageWith, type Sent, type Spoil, STREAM, startStandIn } from '../testing/stand-in-server.ts'
import { type Cuts, everyKth } from './cuts.ts'
import { readSync } from './read-sync.ts'
import { readWatch } from './read-watch.ts'
import { differenceOf } from './strict-text.ts'

const TEXT = 'A duck 🦆 on a pond, and its text comes in pieces of seven.'
const NONE: ReadonlySet<string> = new Set()

function follower(url: string, cuts: Cuts) {
  const random = createRandom('reader')
  return { name: 'reader', urls: [url] as const, cuts, random, deadline: AbortSignal.timeout(600) }
}

async function readFeed(spoil: Spoil, { rows = NONE, cuts = everyKth(2) } = {}): Promise<string[]> {
  await using server = await startStandIn(TEXT, spoil)
  const listRows = async () => rows
  const reader = { ...follower(server.url, cuts), sessionIds: [], streamIds: [STREAM], listRows }
  const { violations, texts } = await readSync(reader)
  const difference = differenceOf(texts.get(STREAM)?.text ?? '', TEXT)
  return difference === null ? violations : [...violations, difference]
}

async function readWatched(spoil: Spoil): Promise<string[]> {
  await using server = await startStandIn(TEXT, spoil)
  const reader = { ...follower(server.url, everyKth(2)), streamId: STREAM, length: TEXT.length }
  const { violations, cutAtEnd } = await readWatch(reader)
  return cutAtEnd === 1 ? violations : [...violations, 'it was not cut before the end']
}

const same: Spoil = (events) => events
const isText = ({ data }: Sent) => data.type === 'stream-delta' || data.type === 'delta'
const isEnd = ({ data }: Sent) => data.type === 'stream-ended' || data.type === 'ended'

/** What comes back to a reader that was there before has its first text changed. */
function firstText(change: (offset: number, delta: string) => { offset: number; delta: string }): Spoil {
  return (events, resumed) => {
    const first = events.findIndex(isText)
    return events.map((sent, place) => {
      const { data } = sent
      if (!resumed || place !== first || !('delta' in data)) return sent
      return { ...sent, data: { ...data, ...change(data.offset, data.delta) } }
    })
  }
}

const FAULTS: [string, Spoil, RegExp][] = [
  ['gives a unit twice', firstText((offset, delta) => ({ offset: offset - 1, delta: `x${delta}` })), /twice/],
  ['loses a unit', firstText((offset, delta) => ({ offset: offset + 1, delta: delta.slice(1) })), /a gap/],
  ['begins at 0 again', firstText((_offset, delta) => ({ offset: 0, delta })), /twice/],
  ['sends empty text', firstText((offset) => ({ offset, delta: '' })), /nothing/],
  ['never tells the end', (events) => events.filter((sent) => !isEnd(sent)), /hung/],
]

test('a reader of a server that keeps the contract finds nothing, wherever it is cut', async () => {
  for (const k of [1, 2]) expect(await readFeed(same, { cuts: everyKth(k) })).toEqual([])
  expect(await readWatched(same)).toEqual([])
})

test.each(FAULTS)('a server that %s is found out', async (_what, spoil, violation) => {
  expect((await readFeed(spoil)).join()).toMatch(violation)
  expect((await readWatched(spoil)).join()).toMatch(violation)
})

test('an end before the text, and text that comes again, are found out', async () => {
  const endFirst: Spoil = (events) =>
    events.toSorted((one, other) => Number(isEnd(other)) - Number(isEnd(one)))
  expect((await readFeed(endFirst, { cuts: everyKth(1) })).join()).toMatch(/ends after \d+ of/)
  const again: Spoil = (events, resumed) => (resumed ? [...events, ...events] : events)
  expect((await readFeed(again, { cuts: everyKth(3) })).join()).toMatch(/twice/)
})

test('a row that is not what was watched is found out', async () => {
  const other: Spoil = (events) =>
    events.map((sent) =>
      isEnd(sent) ? { data: { type: 'ended', status: 'finalized', message: messageWith(`${TEXT}x`) } } : sent,
    )
  expect((await readWatched(other)).join()).toMatch(/is not its row/)
})

test('an event of the feed without an id is found out', async () => {
  expect((await readFeed((events) => events.map(({ data }) => ({ data })))).join()).toMatch(/without an id/)
})

test('a row in the list is enough only for a reader that had heard nothing of the answer', async () => {
  const resync: Spoil = (events) => [{ id: events[0]?.id ?? '0', data: { type: 'resync' } }]
  const rows = new Set([STREAM])
  expect(await readFeed(resync, { rows })).toEqual([`it ends after 0 of ${TEXT.length} code units`])
  const heardOf: Spoil = (events, resumed) => (resumed ? resync(events, resumed) : events)
  expect((await readFeed(heardOf, { rows })).join()).toMatch(/hung/)
})
