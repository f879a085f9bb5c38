import { expect, test } from 'vitest'
import { DELTAS } from '../answer.ts'
import type { Observation } from '../point/observation.ts'
import { answerRow, cutAt, NEXT, observed, PROMPTED, userRow } from '../testing/observed.ts'
import { checkPoint } from './check-point.ts'

const WHOLE = DELTAS.join('')

test('an answer that was cut, and one that is whole, break no promise', () => {
  expect(checkPoint(observed())).toEqual([])
  expect(checkPoint(observed({ content: WHOLE, status: 'finalized' }))).toEqual([])
})

test('no row is right only where no tab had seen text', () => {
  expect(checkPoint(observed({ content: '', units: 0 }))).toEqual([])
  expect(checkPoint(observed({ content: '' }))).toContainEqual(expect.stringContaining('there is no row'))
})

test('text that a tab saw in the last 100 ms may be lost, text from before may not', () => {
  expect(checkPoint(observed({ units: 500, seenMsBefore: 99 }))).toEqual([])
  expect(checkPoint(observed({ units: 500, seenMsBefore: 101 }))).toEqual([
    'the row has 400 code units; a tab had seen 500 of them 100 ms before the kill',
  ])
})

const good = observed()
const [asked, answer, nextAsked, nextAnswer] = good.rows
const whole = observed({ content: WHOLE, status: 'finalized' })

const BROKEN: [string, Partial<Observation>][] = [
  ['no end after the kill', { settledMs: null }],
  ['had its end only after', { settledMs: 15_001 }],
  ['the stream is open', { streams: [{ id: PROMPTED.streamId, status: 'open', errorClass: null }] }],
  [
    'not server-died',
    { streams: [{ id: PROMPTED.streamId, status: 'interrupted', errorClass: 'internal' }] },
  ],
  ['the model was asked 2 times', { asked: 2 }],
  ['the row is interrupted, its stream finalized', { streams: whole.streams }],
  ['the row is completed, but not whole', observedRow(answerRow(1, WHOLE.slice(0, 400), 'completed'))],
  ['another text than the model said', observedRow(answerRow(1, `${WHOLE.slice(0, 400)}!`, 'interrupted'))],
  ['1 more rows answer', { rows: [...good.rows, { ...answerRow(4, 'x', 'completed'), id: 'another' }] }],
  ['in two rows', { rows: [...good.rows, answerRow(4, WHOLE.slice(0, 400), 'interrupted')] }],
  ["the user's message is not there", { rows: [userRow(0, 'somebody', 'x'), ...good.rows.slice(1)] }],
  ['by SQL the indexes are 0, 1, 3', { rows: [asked, answer, nextAnswer].flatMap((row) => row ?? []) }],
  ['by message.list the indexes are 1', { listed: [answer].flatMap((row) => row ?? []) }],
  ['the next answer is not there', { rows: [asked, answer, nextAsked].flatMap((row) => row ?? []) }],
  ['the stream of the next answer is missing', { next: { ...NEXT, streamId: 'never' } }],
]

test.each(BROKEN)('what breaks a promise is told: %s', (what, change) => {
  expect(checkPoint({ ...good, ...change })).toContainEqual(expect.stringContaining(what))
})

const TABS: [string, Partial<Observation['tabs'][number]>][] = [
  ['saw another text', { text: 'Quack' }],
  ['saw another text', { changed: 1 }],
  ['does not show what the database holds', { list: undefined }],
  ['shows an answer as being written', { stillRunning: ['x'] }],
  ['was right only after', { convergedMs: 15_001 }],
]

test.each(TABS)('a tab that is wrong is told: %s', (what, change) => {
  const tabs = good.tabs.map((tab) => ({ ...tab, ...change }))
  expect(checkPoint({ ...good, tabs })).toContainEqual(expect.stringContaining(what))
})

const FINALIZED = {
  kind: 'statement',
  calls: 'finalize_stream',
  nth: 1,
  fault: 'cut-after-commit',
  ends: 'finalized',
} as const

test('a finalize that was committed stays, one that was not is no end', () => {
  expect(checkPoint(cutAt(good, FINALIZED))).toEqual(['the stream is interrupted, not finalized'])
  expect(checkPoint(cutAt(whole, { ...FINALIZED, ends: 'interrupted' }))).toEqual([
    'the stream is finalized, not interrupted',
  ])
})

function observedRow(row: Observation['rows'][number]): Partial<Observation> {
  return { rows: good.rows.with(1, row) }
}
