import { expect, test } from 'vitest'
import { parseOptions } from './parse-options.ts'

test('a file is enough; how many and the seed may be said', () => {
  expect(parseOptions(['a.jsonl'])).toEqual({ file: 'a.jsonl', limit: Number.POSITIVE_INFINITY, seed: '1' })
  expect(parseOptions(['--', 'a.jsonl', '--limit', '20', '--seed', 'x'])).toEqual({
    file: 'a.jsonl',
    limit: 20,
    seed: 'x',
  })
})

test('what is wrong is told', () => {
  expect(() => parseOptions([])).toThrow('One file')
  expect(() => parseOptions(['a', 'b'])).toThrow('One file')
  expect(() => parseOptions(['a', '--limit', '0'])).toThrow('--limit')
})
