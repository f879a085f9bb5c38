import { isUuid } from '@duck/protocol'
import { expect, test } from 'vitest'
import { createRandom } from './random.ts'

const draws = (seed: string) => {
  const random = createRandom(seed)
  return Array.from({ length: 50 }, () => random.between(1, 1_000_000))
}

test('a seed replays its decisions, another seed makes others', () => {
  expect(draws('7')).toEqual(draws('7'))
  expect(draws('7')).not.toEqual(draws('8'))
})

test('a fork is not moved by what its origin has decided', () => {
  const used = createRandom('7')
  used.next()
  expect(used.fork('client').next()).toBe(createRandom('7').fork('client').next())
})

test('numbers stay within their bounds and reach both', () => {
  const random = createRandom('bounds')
  const seen = new Set(Array.from({ length: 200 }, () => random.between(3, 5)))
  expect(seen).toEqual(new Set([3, 4, 5]))
})

test('ids are UUIDs, and no two are equal', () => {
  const random = createRandom('ids')
  const ids = Array.from({ length: 10_000 }, () => random.uuid())
  expect(ids.every(isUuid)).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
})
