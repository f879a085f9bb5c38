import { expect, test } from 'vitest'
import { interleavings } from './interleavings.ts'

test('two and one have three orders', () => {
  expect(interleavings(['a', 'b'], ['x'])).toEqual([
    ['a', 'b', 'x'],
    ['a', 'x', 'b'],
    ['x', 'a', 'b'],
  ])
})

test('three and three have twenty orders, all different', () => {
  const orders = interleavings(['a', 'b', 'c'], ['x', 'y', 'z']).map((order) => order.join(''))
  expect(new Set(orders).size).toBe(20)
})
