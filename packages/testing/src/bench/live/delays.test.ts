import { expect, test } from 'vitest'
import { Delays, mergeDelays, quantile } from './delays.ts'

test('delays are counted by half milliseconds, and taken once', () => {
  const delays = new Delays()
  for (const ms of [1.2, 1.3, 0, -3, 70_000]) delays.add(ms)
  expect(delays.take()).toEqual([
    [0, 2],
    [1, 1],
    [1.5, 1],
    [30_000, 1],
  ])
  expect(delays.take()).toEqual([])
})

test('a quantile is the least delay that so many do not exceed, over all processes', () => {
  const counts = mergeDelays([
    [
      [1, 90],
      [9, 1],
    ],
    [
      [1, 4],
      [5, 5],
    ],
  ])
  expect(counts).toEqual([
    [1, 94],
    [5, 5],
    [9, 1],
  ])
  expect([0.5, 0.94, 0.95, 0.99, 1].map((share) => quantile(counts, share))).toEqual([1, 1, 5, 5, 9])
  expect(quantile([], 0.5)).toBeNaN()
})
