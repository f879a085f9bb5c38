import { expect, test } from 'vitest'
import { row } from '../testing/rows.ts'
import { isFull, pageOf, partsOf } from './message-pages.ts'

const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => row(from + n))
const part = (before: number, limit: number) => ({ sessionId: 's', before, limit })

test('a page is asked for as a whole, so that every reader asks the same', () => {
  expect(partsOf('s', 2, () => undefined)).toEqual([part(300, 100)])
  expect(partsOf('s', 2, () => rows(200, 300))).toEqual([part(300, 100)])
})

test('what an answer of huge messages left out is asked for below it, until it is there', () => {
  const answers = new Map([
    [300, rows(260, 300)],
    [260, rows(259, 260)],
  ])
  expect(partsOf('s', 2, ({ before }) => answers.get(before))).toEqual([
    part(300, 100),
    part(260, 60),
    part(259, 59),
  ])
})

test('an answer that has nothing of the page ends it', () => {
  expect(partsOf('s', 0, () => [])).toEqual([part(100, 100)])
})

test('a page is full when its last row is there', () => {
  expect([isFull(0, 99), isFull(0, 100), isFull(1, 199), isFull(1, 200)]).toEqual([false, true, false, true])
  expect([pageOf(-1), pageOf(0), pageOf(99), pageOf(100)]).toEqual([0, 0, 0, 1])
})
