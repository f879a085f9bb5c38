import { toStorable } from '@duck/protocol'
import { expect, test } from 'vitest'
import { createRandom } from '../../random/random.ts'
import { oddAnswer } from './odd-answer.ts'

test('an odd answer splits pairs, has U+0000 and bursts, and joined is whole', () => {
  const { deltas: texts, delayMs } = oddAnswer(createRandom('odd'), { deltas: 400 })
  expect(texts).toHaveLength(400)
  expect(texts.filter((text) => !text.isWellFormed()).length).toBeGreaterThan(20)
  expect(texts.join('').isWellFormed()).toBe(true)
  expect(toStorable(texts.join(''))).not.toBe(texts.join(''))
  expect(new Set(delayMs)).toEqual(new Set([0, 2]))
})

test('equal seeds give equal answers', () => {
  const [one, other] = [createRandom('1'), createRandom('1')].map((random) =>
    oddAnswer(random, { deltas: 50 }),
  )
  expect(one).toEqual(other)
})
