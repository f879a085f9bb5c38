import { expect, test } from 'vitest'
import { parseOptions } from './parse-options.ts'

test('without options it is every part on both ways, with a thousand random cuts', () => {
  expect(parseOptions([])).toEqual({
    seeds: [1],
    parts: ['cuts', 'watches', 'servers', 'stops', 'slow'],
    ways: ['direct', 'pgbouncer'],
    cuts: 1000,
    everyKth: 50,
    tabs: 12,
  })
})

test('a part is run alone, with a seed of its own', () => {
  const options = parseOptions(['--', '--seed', '7', '--part', 'slow,cuts', '--way', 'direct', '--cuts', '9'])
  expect(options).toMatchObject({ seeds: [7], parts: ['cuts', 'slow'], ways: ['direct'], cuts: 9 })
})

test.each([
  [['--seed', '1', '--seeds', '2'], 'Either --seed or --seeds'],
  [['--part', 'slow,quick'], 'There is no part quick.'],
  [['--way', ''], 'There is no way .'],
  [['--cuts', '0'], '--cuts is to be a whole number'],
])('%j is refused', (args, message) => {
  expect(() => parseOptions(args)).toThrow(message)
})
