import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonFault } from './json-fault.ts'

test('whatever JSON.stringify writes has no fault', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      fc.pre(!JSON.stringify(value).includes('__proto__'))
      expect(jsonFault(JSON.stringify(value))).toBeNull()
    }),
    { numRuns: 50 },
  )
})

test.each([
  '{"a":1,"a":1}',
  '{"a":1,"\\u0061":2}',
  '[{"b":{"a":[],"a":{}}}]',
  '{"a":"\\\\","a":"\\""}',
  '{"":1,"":2}',
  '{"constructor":1,"constructor":2}',
])('a key that stands twice is found: %s', (text) => {
  expect(jsonFault(text)).toBe('duplicate-key')
})

test.each(['{"__proto__":1}', '[[{"a":{"__proto__":{}}}]]', '{"\\u005f_proto__":null}'])(
  'the key __proto__ is found: %s',
  (text) => {
    expect(jsonFault(text)).toBe('proto-key')
  },
)

test.each([
  '{"a":{"a":1},"b":[{"a":1},{"a":2}]}',
  '{"a":"{\\"b\\":1,\\"b\\":2}"}',
  '{"a":":::\\\\\\":"}',
  '"__proto__"',
  ' { "a" : 1 } ',
  '7',
])('what only looks like one is let through: %s', (text) => {
  expect(jsonFault(text)).toBeNull()
})

test.each(['', '{', '{"a":1,"a"', 'x'])('a text that is no JSON is left to the parser: %s', (text) => {
  expect(jsonFault(text)).toBeNull()
})

test.each([
  ['100,000 arrays deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['100,000 objects left open', '{"a":'.repeat(100_000)],
  ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`],
  ['a million empty arrays', `[${'[],'.repeat(1_000_000)}[]]`],
  ['200,000 members', `{${Array.from({ length: 200_000 }, (_, n) => `"${n}":0`).join()}}`],
])('what costs much for its length is found: %s', (_what, text) => {
  expect(jsonFault(text)).toBe('too-complex')
})

test('what a call can be made of is let through: 64 levels, a MiB of quotes, ten thousand members', () => {
  expect(jsonFault(`${'{"a":'.repeat(64)}1${'}'.repeat(64)}`)).toBeNull()
  expect(jsonFault(JSON.stringify({ a: '"\\[{:,'.repeat(170_000) }))).toBeNull()
  expect(jsonFault(JSON.stringify(Array.from({ length: 10_000 }, (_, n) => ({ n }))))).toBeNull()
})
