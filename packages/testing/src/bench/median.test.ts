import { expect, test } from 'vitest'
import { median, percentile, ratioOfRounds } from './median.ts'

test('the median is the middle, whatever the order', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([100, 20, 1, 10])).toBe(15)
  expect(median([10, 9])).toBe(9.5)
  expect(median([7])).toBe(7)
})

test('there is no median of nothing', () => {
  expect(() => median([])).toThrow('missing')
})

test('the ratio is that within a round: a slow round is slow on both sides', () => {
  const ours = [200, 20, 210]
  const theirs = [100, 10, 70]
  expect(ratioOfRounds(ours, theirs)).toEqual({ ratio: 2, range: [2, 3] })
})

test('rounds that only one side ran have no ratio', () => {
  expect(() => ratioOfRounds([1, 2], [1])).toThrow('every round')
})

test('a percentile is the value that so many do not exceed', () => {
  const values = Array.from({ length: 100 }, (_, place) => 100 - place)
  expect([50, 95, 99, 100].map((percent) => percentile(values, percent))).toEqual([50, 95, 99, 100])
  expect(percentile([7], 50)).toBe(7)
  expect(percentile([], 50)).toBeNaN()
})
