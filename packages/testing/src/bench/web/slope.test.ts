import { expect, test } from 'vitest'
import { slope } from './slope.ts'

test('of points on a line it is the line’s', () => {
  expect(
    slope([
      [0, 7],
      [1, 9],
      [5, 17],
    ]),
  ).toBe(2)
})

test('a rise that is undone is none', () => {
  expect(
    slope([
      [0, 5],
      [1, 9],
      [2, 5],
    ]),
  ).toBe(0)
})

test('of one point, or none, it is 0', () => {
  expect([slope([]), slope([[3, 4]])]).toEqual([0, 0])
})
