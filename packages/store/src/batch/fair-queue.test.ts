import { expect, test } from 'vitest'
import { waiting } from '../testing/waiting.ts'
import { Batch } from './batch.ts'
import { FairQueue, MOST_OF_A_USER, MOST_OF_ALL } from './fair-queue.ts'
import type { WaitingRow } from './waiting-row.ts'

const nobody = () => false

function queueOf(...rows: WaitingRow[]): FairQueue {
  const queue = new FairQueue()
  for (const row of rows) expect(queue.add(row)).toBe(true)
  return queue
}

/** The texts that the next batch of so many rows takes. */
function next(queue: FairQueue, mostRows: number, isBusy: (sessionId: string) => boolean = nobody): string[] {
  const batch = new Batch(mostRows)
  queue.fill(batch, isBusy)
  return batch.rows.map(({ row }) => row.content)
}

const text = (content: string, userId = 'u1', sessionId = `${userId}'s`) =>
  waiting({ content, userId, sessionId })

test('rows of a session stay in order', () => {
  const queue = queueOf(...['a', 'b', 'c', 'd'].map((each) => text(each)))
  expect(next(queue, 3)).toEqual(['a', 'b', 'c'])
  expect(next(queue, 3)).toEqual(['d'])
  expect(queue.size).toBe(0)
})

test('users take turns, whoever came first and however much', () => {
  const flood = Array.from({ length: 500 }, (_, n) => text(`flood ${n}`, 'flooder', `session ${n % 9}`))
  const queue = queueOf(...flood, text('hello', 'u2'), text('hi', 'u3'))
  expect(next(queue, 4)).toEqual(['flood 0', 'hello', 'hi', 'flood 1'])
})

test('a user who was not reached comes first in the next batch', () => {
  const queue = queueOf(text('a', 'u1'), text('b', 'u1'), text('c', 'u2'), text('d', 'u3'))
  expect(next(queue, 2)).toEqual(['a', 'c'])
  expect(next(queue, 2)).toEqual(['d', 'b'])
})

test("a user's sessions take turns", () => {
  const queue = queueOf(
    text('a1', 'u', 'a'),
    text('a2', 'u', 'a'),
    text('a3', 'u', 'a'),
    text('b1', 'u', 'b'),
  )
  expect(next(queue, 3)).toEqual(['a1', 'b1', 'a2'])
})

test('a busy session is passed over and keeps its place', () => {
  const queue = queueOf(text('a1', 'u', 'a'), text('b1', 'u', 'b'), text('a2', 'u', 'a'))
  expect(next(queue, 9, (sessionId) => sessionId === 'a')).toEqual(['b1'])
  expect(next(queue, 9)).toEqual(['a1', 'a2'])
})

test('what a batch does not take waits, with what is behind it in its session', () => {
  const particular = waiting({ content: 'b', sessionId: 's', expectedMessageCount: 1 })
  const queue = queueOf(text('a', 'u1', 's'), particular, text('c', 'u1', 's'), text('other', 'u1', 't'))
  expect(next(queue, 9)).toEqual(['a', 'other'])
  expect(next(queue, 9)).toEqual(['b', 'c'])
})

test('of one user so many rows and bytes wait, others are not concerned', () => {
  const queue = queueOf(...Array.from({ length: MOST_OF_A_USER.rows }, () => text('x')))
  expect(queue.add(text('one more'))).toBe(false)
  expect(queue.add(text('hello', 'u2'))).toBe(true)
  const mib = 'x'.repeat(1024 * 1024)
  const large = queueOf(...Array.from({ length: MOST_OF_A_USER.bytes / mib.length - 1 }, () => text(mib)))
  expect(large.add(text(mib))).toBe(false)
  expect(large.add(text('small'))).toBe(true)
  next(large, 256)
  expect(large.add(text(mib))).toBe(true)
})

test('of all users together so many rows wait', () => {
  const queue = queueOf(...Array.from({ length: MOST_OF_ALL.rows }, (_, n) => text('x', `u${n % 50}`)))
  expect(queue.add(text('hello', 'somebody'))).toBe(false)
  next(queue, 1)
  expect(queue.add(text('hello', 'somebody'))).toBe(true)
})

test('the oldest are taken out in the order in which they came, and leave their room', () => {
  const rows = ['a', 'b', 'c'].map((each, n) => text(each, `u${n % 2}`))
  const queue = queueOf(...rows)
  expect(queue.oldest).toBe(rows[0])
  expect(queue.removeWhile((each) => each !== rows[2])).toEqual(rows.slice(0, 2))
  expect(queue.oldest).toBe(rows[2])
  expect(next(queue, 9)).toEqual(['c'])
  expect(queue.oldest).toBeUndefined()
})
