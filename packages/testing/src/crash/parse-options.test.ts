import { expect, test } from 'vitest'
import { parseOptions } from './parse-options.ts'
import { pointsOf } from './points.ts'

test('without options it is every moment in both modes', () => {
  const options = parseOptions([])
  expect(options).toMatchObject({ command: 'points', modes: ['restart', 'takeover'], atOnce: 6 })
  if (options.command !== 'points') throw new Error('not the points')
  const names = pointsOf(options.modes, options.moments).map(({ name, mode }) => `${mode} ${name}`)
  expect(names).toHaveLength(68)
  expect(new Set(names).size).toBe(68)
})

test('moments and modes are picked by name', () => {
  expect(parseOptions(['--', '--mode', 'restart', '--at', 'end-0ms,delta-10', '--at-once', '1'])).toEqual({
    command: 'points',
    modes: ['restart'],
    moments: ['delta-10', 'end-0ms'],
    atOnce: 1,
  })
})

test('an outage is every scenario for a minute, or what is asked for', () => {
  expect(parseOptions(['outage'])).toEqual({
    command: 'outage',
    scenarios: ['hold', 'refuse', 'stop-writer', 'stop-watcher'],
    seconds: 60,
  })
  expect(parseOptions(['outage', '--only', 'hold', '--seconds', '12'])).toMatchObject({
    scenarios: ['hold'],
    seconds: 12,
  })
})

test.each([
  ['--mode', 'both'],
  ['--at', 'delta-11'],
  ['--at', ''],
  ['--at-once', '0'],
  ['flood'],
  ['outage', '--seconds', '7'],
  ['outage', '--only', 'fire'],
])('what it does not know is refused: %s %s', (...args) => {
  expect(() => parseOptions(args)).toThrow(/is to be/)
})
