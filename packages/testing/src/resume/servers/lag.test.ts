import { expect, test } from 'vitest'
import { lagsOf, ownLagsOf } from './lag.ts'
import type { Arrival } from './tab.ts'

const came = (tab: string, server: number, end: number, at: number): Arrival => ({
  tab,
  server,
  streamId: 's',
  end,
  at,
})

test('the lag is from the first tab of the writer until another has all of the same text', () => {
  const arrivals = [
    came('a', 1, 5, 10),
    came('b', 1, 5, 9),
    came('a', 1, 8, 20),
    came('c', 2, 3, 15),
    came('c', 2, 8, 60),
  ]
  expect(lagsOf(arrivals, () => 1)).toEqual([51, 40])
  expect(lagsOf(arrivals, () => undefined)).toEqual([])
})

test('text that never came to a tab has no lag', () => {
  expect(lagsOf([came('a', 1, 5, 10), came('c', 2, 4, 12)], () => 1)).toEqual([])
})

test('the own lag is from the first tab of the writer to the last', () => {
  const arrivals = [came('a', 1, 5, 10), came('b', 1, 5, 13), came('c', 2, 5, 60), came('a', 1, 8, 20)]
  expect(ownLagsOf(arrivals, () => 1)).toEqual([3, 0])
})
