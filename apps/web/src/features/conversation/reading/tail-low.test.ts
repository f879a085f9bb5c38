import { expect, test } from 'vitest'
import { tailLow } from './tail-low.ts'

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => ({ messageIndex: from + n }))

test('it is the first of the rows that have no hole up to the newest', () => {
  expect(tailLow(rows(0, 40), 40)).toBe(0)
  expect(tailLow([...rows(0, 150), ...rows(300, 400)], 400)).toBe(300)
})

test('a row that was acked ahead of the count makes no hole and fills none', () => {
  expect(tailLow([...rows(0, 40), ...rows(45, 46)], 40)).toBe(0)
  expect(tailLow([...rows(30, 40), ...rows(45, 46)], 45)).toBe(45)
})

test('without rows nothing is known', () => {
  expect(tailLow([], 0)).toBe(0)
  expect(tailLow([], 7)).toBe(7)
})
