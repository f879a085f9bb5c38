import { expect, test } from 'vitest'
import { numbersIn } from './numbers-in.ts'

test('whole numbers become numbers', () => {
  expect(numbersIn({ after: '-1', limit: '200', before: '0' })).toEqual({ after: -1, limit: 200, before: 0 })
})

test.each([
  '',
  ' 1',
  '1.5',
  '1e3',
  '0x10',
  'NaN',
  'Infinity',
  '+1',
  '--1',
  '9'.repeat(16),
  '٣',
  '1\n',
  'abc',
])('%j stays a text, for the schema to refuse', (limit) => expect(numbersIn({ limit })).toEqual({ limit }))

test('a value that comes twice stays a list, for the schema to refuse', () => {
  expect(numbersIn({ limit: ['1', '2'] })).toEqual({ limit: ['1', '2'] })
})

test('no query is no values', () => {
  expect(numbersIn(undefined)).toEqual({})
  expect(numbersIn(null)).toEqual({})
})
