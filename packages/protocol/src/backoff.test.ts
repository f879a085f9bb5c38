import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

test('pauses double from 0.4 s to 8 s', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7, 99].map((attempt) => backoffMs(attempt, () => 0.5))
  expect(pauses).toEqual([400, 800, 1_600, 3_200, 6_400, 8_000, 8_000, 8_000])
})

test('two that failed at once do not come back at once', () => {
  expect(backoffMs(1, () => 0)).toBe(300)
  expect(backoffMs(1, () => 1)).toBe(500)
})
