import { expect, test } from 'vitest'
import { z } from 'zod'
import { queryValues } from './query-values.ts'

const schema = z.strictObject({
  limit: z.int().optional(),
  after: z.int(),
  archived: z.boolean().optional(),
  cursor: z.string().nullish(),
})
const values = (query: unknown) => queryValues(query, schema)

test('whole numbers become numbers where one belongs, and nowhere else', () => {
  expect(values({ after: '-1', limit: '200', cursor: '200' })).toEqual({
    after: -1,
    limit: 200,
    cursor: '200',
  })
})

test('true and false become flags where one belongs, and nowhere else', () => {
  expect(values({ archived: 'true', cursor: 'true' })).toEqual({ archived: true, cursor: 'true' })
  expect(values({ archived: 'false' })).toEqual({ archived: false })
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
])('%j stays a text, for the schema to refuse', (limit) => expect(values({ limit })).toEqual({ limit }))

test.each(['', '1', 'TRUE', 'yes', ' true', 'null'])(
  'the flag %j stays a text, for the schema to refuse',
  (archived) => expect(values({ archived })).toEqual({ archived }),
)

test('a value that comes twice stays a list, and a name that is not known stays', () => {
  expect(values({ limit: ['1', '2'], page: '2' })).toEqual({ limit: ['1', '2'], page: '2' })
})

test('no query is no values', () => {
  expect(values(undefined)).toEqual({})
  expect(values(null)).toEqual({})
})
