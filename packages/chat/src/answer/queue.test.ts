import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answerIn } from '../testing/live-answers.ts'
import type { LiveAnswer } from './live-answer.ts'
import { BUSY_RETRY_MS, Queue } from './queue.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const NO_LIMIT = Number.POSITIVE_INFINITY

function queueOf(...answers: LiveAnswer[]): Queue {
  const queue = new Queue()
  for (const answer of answers) queue.add(answer)
  return queue
}

test('the first of each session may try, and is taken out; the others wait for it', () => {
  const [a1, b1, a2, b2] = [answerIn('a'), answerIn('b'), answerIn('a'), answerIn('b')]
  const queue = queueOf(a1, b1, a2, b2)
  expect(queue.takeReady([], NO_LIMIT)).toEqual([a1, b1])
  expect(queue.ids()).toEqual([a2.stream.id, b2.stream.id])
  expect(queue.takeReady([a1, b1], NO_LIMIT)).toEqual([])
  expect(queue.takeReady([b1], NO_LIMIT)).toEqual([a2])
})

test('no more of a user than may run at once are taken, those that run counted, and no other user waits for it', () => {
  const running = [answerIn('r1'), answerIn('r2')]
  const [a, b, c] = [answerIn('a'), answerIn('b'), answerIn('c')]
  const theirs = answerIn('t', 'someone')
  const queue = queueOf(a, b, c, theirs)
  expect(queue.takeReady(running, 3)).toEqual([a, theirs])
  expect(queue.takeReady([...running, a, theirs], 3)).toEqual([])
  expect(queue.takeReady([a, theirs], 3)).toEqual([b, c])
})

test('a session whose turn had not come is left alone for a moment, and keeps no other waiting', () => {
  const [a, b] = [answerIn('a'), answerIn('b')]
  const queue = queueOf(a)
  queue.takeReady([], NO_LIMIT)
  expect(queue.putBack(a)).toBe(BUSY_RETRY_MS)
  queue.add(b)
  expect(queue.takeReady([], NO_LIMIT)).toEqual([b])
  vi.advanceTimersByTime(BUSY_RETRY_MS - 10)
  expect(queue.takeReady([], NO_LIMIT)).toEqual([])
  vi.advanceTimersByTime(10)
  expect(queue.takeReady([], NO_LIMIT)).toEqual([a])
})

test('an answer that is put back lets another of its session try, of which it may have to wait for', () => {
  const [later, older] = [answerIn('a'), answerIn('a')]
  const queue = queueOf(later, older)
  expect(queue.takeReady([], NO_LIMIT)).toEqual([later])
  queue.putBack(later)
  vi.advanceTimersByTime(BUSY_RETRY_MS)
  expect(queue.takeReady([], NO_LIMIT)).toEqual([older])
})

test('a session that is free by word of another server is tried at once', () => {
  const a = answerIn('a')
  const queue = queueOf(a)
  queue.takeReady([], NO_LIMIT)
  queue.putBack(a)
  queue.free('b')
  expect(queue.takeReady([], NO_LIMIT)).toEqual([])
  queue.free('a')
  expect(queue.takeReady([], NO_LIMIT)).toEqual([a])
})

test('an answer that is taken out waits no more, and the next of its session has its turn', () => {
  const [a1, a2] = [answerIn('a'), answerIn('a')]
  const queue = queueOf(a1, a2)
  expect(queue.countOf('local')).toBe(2)
  expect(queue.remove(a1.stream.id)).toBe(a1)
  expect(queue.remove(a1.stream.id)).toBeUndefined()
  expect(queue.get(a1.stream.id)).toBeUndefined()
  expect([queue.countOf('local'), queue.countOf('someone')]).toEqual([1, 0])
  expect(queue.takeReady([], NO_LIMIT)).toEqual([a2])
})

test('an answer that is added twice waits once', () => {
  const a = answerIn('a')
  expect(queueOf(a, a).ids()).toEqual([a.stream.id])
})
