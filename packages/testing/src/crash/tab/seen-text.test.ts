import { expect, test } from 'vitest'
import { SeenText, unitsAt } from './seen-text.ts'

test('text that comes again is seen once, text beyond a gap is not seen', () => {
  const seen = new SeenText()
  seen.take(0, 'one ')
  seen.take(0, 'one two ')
  seen.take(2, 'e ')
  seen.take(20, 'four')
  expect(seen.text).toBe('one two ')
  expect(seen.changed).toBe(0)
})

test('text that is another than before is told', () => {
  const seen = new SeenText()
  seen.take(0, 'one two')
  seen.take(4, 'six')
  expect(seen.text).toBe('one two')
  expect(seen.changed).toBe(1)
})

test('what had been seen at a time is what came until then', () => {
  const sightings = [
    { at: 10, units: 3 },
    { at: 20, units: 7 },
  ]
  expect([9, 10, 19.9, 20, 99].map((at) => unitsAt(sightings, at))).toEqual([0, 3, 3, 7, 7])
})
