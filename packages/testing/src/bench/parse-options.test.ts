import { expect, test } from 'vitest'
import { parseOptions } from './parse-options.ts'

test('without options it is nine rounds of half a second each', () => {
  expect(parseOptions(['append'])).toMatchObject({ command: 'append', rounds: 9, ms: 500, short: false })
})

test('a short one has three short rounds, or as many as asked', () => {
  expect(parseOptions(['read', '--short'])).toMatchObject({
    command: 'read',
    rounds: 3,
    ms: 100,
    short: true,
  })
  expect(parseOptions(['--', 'read', '--short', '--rounds', '1', '--ms', '30'])).toMatchObject({
    rounds: 1,
    ms: 30,
  })
})

test('an answer is written for longer than a slice of appends, and clients are counted by the thousand', () => {
  expect(parseOptions(['sync'])).toMatchObject({ command: 'sync', ms: 4000, clients: [1000, 10_000] })
  expect(parseOptions(['sync', '--short'])).toMatchObject({ ms: 1000, clients: [100] })
  expect(parseOptions(['sync', '--clients', '50,200'])).toMatchObject({ clients: [50, 200] })
})

test('floods last as long as answers', () => {
  expect(parseOptions(['fair'])).toMatchObject({ rounds: 9, ms: 4000 })
})

test('the memory of a page is watched for three minutes, or as long as asked', () => {
  expect(parseOptions(['web'])).toMatchObject({ rounds: 9, ms: 4000, minutes: 3 })
  expect(parseOptions(['web', '--minutes', '30'])).toMatchObject({ minutes: 30 })
  expect(parseOptions(['web', '--short']).minutes).toBeLessThan(1)
})

test.each([
  [],
  ['sync', '--clients', 'all'],
  ['write'],
  ['append', 'read'],
  ['append', '--rounds', '6'],
  ['append', '--rounds', 'many'],
  ['read', '--ms', '0'],
  ['web', '--minutes', '0'],
])('what it does not know is refused: %s %s %s', (...args) => {
  expect(() => parseOptions(args)).toThrow(/is to be/)
})
