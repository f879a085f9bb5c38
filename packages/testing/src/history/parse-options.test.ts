import { expect, test } from 'vitest'
import { parseOptions } from './parse-options.ts'

test('without options it is ten seeds on every target with everything against them', () => {
  const options = parseOptions([])
  expect(options).toMatchObject({
    appends: 20_000,
    clients: 48,
    users: 64,
    targets: ['store', 'mixed', 'app'],
  })
  expect(options.seeds).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(options.nemeses).toContain('kill-postgres')
})

test('one seed is replayed alone', () => {
  expect(parseOptions(['--', '--seed', '7', '--target', 'app', '--nemesis', 'cut,delay'])).toMatchObject({
    seeds: [7],
    targets: ['app'],
    nemeses: ['cut', 'delay'],
  })
})

test.each([
  ['--seed', '0'],
  ['--appends', 'many'],
  ['--target', 'web'],
  ['--nemesis', 'flood'],
  ['--users', '3'],
  ['--seed', '1', '--seeds', '2'],
])('what it does not know is refused: %s %s', (...args) => {
  expect(() => parseOptions(args)).toThrow(/is to be|no nemesis/)
})
