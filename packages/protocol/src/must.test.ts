import { expect, test } from 'vitest'
import { must } from './must.ts'

test('what is there is given back, false, zero and nothing but spaces too', () => {
  for (const value of [false, 0, '', Number.NaN]) expect(must(value, 'value')).toBe(value)
})

test('what is missing is named', () => {
  expect(() => must(null, 'the pond')).toThrow('missing: the pond')
  expect(() => must(undefined, 'the pond')).toThrow('missing: the pond')
})
