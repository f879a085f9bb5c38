import { LIMITS, type Stream } from '@duck/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stall } from '../testing/stall.ts'
import { failed, LiveAnswer, TRUNCATED } from './live-answer.ts'
import { Watchdog } from './watchdog.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watched() {
  const answer = new LiveAnswer('local', {} as Stream)
  return { answer, watchdog: new Watchdog(answer), ending: () => answer.abort.signal.reason?.ending }
}

test('a model that never begins is given up after the first-token time', () => {
  const { ending } = watched()
  vi.advanceTimersByTime(LIMITS.firstTokenMs - 1)
  expect(ending()).toBeUndefined()
  vi.advanceTimersByTime(1)
  expect(ending()).toEqual(failed('model-timed-out'))
})

test('a model that falls silent is given up after the silence time', () => {
  const { watchdog, ending } = watched()
  vi.advanceTimersByTime(LIMITS.firstTokenMs - 1)
  watchdog.heard()
  vi.advanceTimersByTime(LIMITS.silenceMs - 1)
  expect(ending()).toBeUndefined()
  vi.advanceTimersByTime(1)
  expect(ending()).toEqual(failed('model-timed-out'))
})

test('a model that never ends is cut at the total time', () => {
  const { watchdog, ending } = watched()
  for (let ms = 0; ms < LIMITS.answerMs; ms += 1000) {
    watchdog.heard()
    vi.advanceTimersByTime(1000)
  }
  expect(ending()).toEqual(TRUNCATED)
})

test('nothing is given up once the answer is over', () => {
  const { watchdog, ending } = watched()
  watchdog[Symbol.dispose]()
  vi.advanceTimersByTime(LIMITS.answerMs * 2)
  expect(ending()).toBeUndefined()
})

test('a process that was stopped for an hour ends no answer', () => {
  const { watchdog, ending } = watched()
  stall(3_600_000)
  watchdog.heard()
  stall(3_600_000)
  vi.advanceTimersByTime(LIMITS.silenceMs - 1_001)
  expect(ending()).toBeUndefined()
  vi.advanceTimersByTime(1_001)
  expect(ending()).toEqual(failed('model-timed-out'))
})
