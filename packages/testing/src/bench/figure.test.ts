import { expect, test } from 'vitest'
import { formatFigure, judged } from './figure.ts'

test('a figure is one line of JSON, its numbers as exact as they are', () => {
  const line = formatFigure({
    bench: 'append/spread',
    of: 'F1',
    inFlight: 256,
    ratio: 3.123456,
    range: [2.99999, 3.2],
    perSecond: 34_567,
    ...judged(3.123456, { atLeast: 2.8 }),
    load: [0.123456, 2],
  })
  expect(line).toBe(
    '{"bench":"append/spread","of":"F1","inFlight":256,"ratio":3.123,"range":[3,3.2],"perSecond":34567,' +
      '"target":2.8,"bound":"at-least","met":true,"load":[0.1235,2]}',
  )
})

test('a target is a least or a most, and is met when reached', () => {
  expect(judged(2.8, { atLeast: 2.8 })).toEqual({ target: 2.8, bound: 'at-least', met: true })
  expect(judged(2.7, { atLeast: 2.8 }).met).toBe(false)
  expect(judged(0, { atMost: 0 })).toEqual({ target: 0, bound: 'at-most', met: true })
  expect(judged(1, { atMost: 0 }).met).toBe(false)
})
