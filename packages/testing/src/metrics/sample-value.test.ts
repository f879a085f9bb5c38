import { expect, test } from 'vitest'
import { sampleValue } from './sample-value.ts'

const SAMPLES = [
  { name: 'a', labels: { k: 'v', l: '1' }, value: 1 },
  { name: 'a', labels: { k: 'v', l: '2' }, value: 2 },
  { name: 'b', labels: {}, value: 0 },
]

test('a series is found by some of its labels, and one that is not there is undefined', () => {
  expect(sampleValue(SAMPLES, 'a', { l: '2' })).toBe(2)
  expect(sampleValue(SAMPLES, 'b')).toBe(0)
  expect(sampleValue(SAMPLES, 'a', { l: '3' })).toBeUndefined()
})

test('labels that several series have are refused', () => {
  expect(() => sampleValue(SAMPLES, 'a', { k: 'v' })).toThrow('2 series of a')
})
