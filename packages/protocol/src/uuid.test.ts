import { expect, test } from 'vitest'
import { isUuid, uuidv7 } from './uuid.ts'

const COUNT = 20_000

test('ids are UUIDs of version 7 and variant 10', () => {
  const id = uuidv7()
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(isUuid(id)).toBe(true)
})

test('20,000 ids of one millisecond are distinct and ascend', () => {
  const now = Date.now() + 1000
  const ids = Array.from({ length: COUNT }, () => uuidv7(now))
  expect(new Set(ids).size).toBe(COUNT)
  expect(ids).toEqual(ids.toSorted())
})

test('ids ascend although the clock goes back', () => {
  const now = Date.now() + 100_000
  const ids = [uuidv7(now), uuidv7(now - 86_400_000), uuidv7(now - 1), uuidv7(now + 1)]
  expect(ids).toEqual(ids.toSorted())
})

test('an id carries its milliseconds', () => {
  const now = Date.now() + 1_000_000
  const millis = Number.parseInt(uuidv7(now).replaceAll('-', '').slice(0, 12), 16)
  expect(millis).toBe(now)
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])('a UUID of version %i is one, in either case', (version) => {
  const id = `0198aa00-0000-${version}abc-8def-0123456789ab`
  expect(isUuid(id)).toBe(true)
  expect(isUuid(id.toUpperCase())).toBe(true)
})

test.each([
  '',
  'x',
  '0198aa00-0000-0abc-8def-0123456789ab',
  '0198aa00-0000-9abc-8def-0123456789ab',
  '0198aa00-0000-7abc-7def-0123456789ab',
  '0198aa0000007abc8def0123456789ab',
  '{0198aa00-0000-7abc-8def-0123456789ab}',
  ' 0198aa00-0000-7abc-8def-0123456789ab',
  '0198aa00-0000-7abc-8def-0123456789ab\n',
  '0198aa00-0000-7abc-8def-0123456789abc',
])('%j is no UUID', (text) => expect(isUuid(text)).toBe(false))
