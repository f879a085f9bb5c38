import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stall } from '../testing/stall.ts'
import { AwakeTimer } from './awake-timer.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test.each([0, 1, 999, 1_000, 1_001, 60_000])('it acts once, after exactly %i ms', (ms) => {
  const act = vi.fn()
  new AwakeTimer(ms, act)
  if (ms > 0) vi.advanceTimersByTime(ms - 1)
  expect(act).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(act).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(ms * 2)
  expect(act).toHaveBeenCalledOnce()
})

test('of a time in which the process was stopped a second counts, however long it was', () => {
  const act = vi.fn()
  new AwakeTimer(60_000, act)
  vi.advanceTimersByTime(10_000)
  stall(3_600_000)
  vi.advanceTimersByTime(48_999)
  expect(act).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(act).toHaveBeenCalledOnce()
})

test('a clock that is set forward or back changes nothing', () => {
  const act = vi.fn()
  new AwakeTimer(60_000, act)
  vi.setSystemTime(Date.now() + 86_400_000)
  vi.advanceTimersByTime(30_000)
  vi.setSystemTime(0)
  vi.advanceTimersByTime(29_999)
  expect(act).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(act).toHaveBeenCalledOnce()
})

test('it does not act once it is disposed of, and holds no timer', () => {
  const act = vi.fn()
  const timer = new AwakeTimer(5_000, act)
  vi.advanceTimersByTime(2_500)
  timer[Symbol.dispose]()
  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(10_000)
  expect(act).not.toHaveBeenCalled()
})
