import type { ChatTurn } from '@duck/llm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { trimToWindow } from './context-window.ts'

const turn = (role: ChatTurn['role'], chars: number): ChatTurn => ({ role, content: 'x'.repeat(chars) })

test('without a known window nothing is left out', () => {
  const turns = [turn('user', 9_000_000), turn('assistant', 9_000_000), turn('user', 1)]
  expect(trimToWindow(turns, null)).toEqual(turns)
})

test('what does not fit goes by whole turns, oldest first, and an answer never stands without its question', () => {
  const turns = [
    turn('user', 100),
    turn('assistant', 100),
    turn('user', 100),
    turn('assistant', 100),
    turn('user', 100),
  ]
  // 200 tokens leave 450 characters: four turns would fit, of which the first is an answer.
  expect(trimToWindow(turns, 200)).toEqual(turns.slice(2))
})

test('the prompt is sent however long it is', () => {
  expect(trimToWindow([turn('user', 10), turn('user', 5000)], 100)).toEqual([turn('user', 5000)])
})

test('what is left is an end of the conversation', () => {
  const turns = fc.array(fc.tuple(fc.constantFrom('user' as const, 'assistant' as const), fc.nat(500)), {
    minLength: 1,
  })
  fc.assert(
    fc.property(turns, fc.integer({ min: 1, max: 1000 }), (spec, window) => {
      const all = spec.map(([role, chars]) => turn(role, chars))
      const kept = trimToWindow(all, window)
      expect(kept.length).toBeGreaterThan(0)
      expect(all.slice(-kept.length)).toEqual(kept)
    }),
  )
})
