import { expect, test } from 'vitest'
import { wrapComment } from './wrap-comment.ts'

const word = (length: number) => 'x'.repeat(length)

test('a comment of 110 columns stays one line, a longer one is broken at the last space that fits', () => {
  expect(wrapComment(`-- ${word(50)} ${word(56)}`)).toBe(`-- ${word(50)} ${word(56)}`)
  expect(wrapComment(`-- ${word(50)} ${word(57)}`)).toBe(`-- ${word(50)}\n--   ${word(57)}`)
})

test('a word that is too long for a line stays whole', () => {
  expect(wrapComment(`-- before ${word(200)}`)).toBe(`-- before\n--   ${word(200)}`)
})

test('no word is lost over many lines', () => {
  const words = Array.from({ length: 100 }, (_, index) => word(1 + (index % 40)))
  const lines = wrapComment(`-- ${words.join(' ')}`).split('\n')
  expect(lines.filter((line) => line.length > 110)).toEqual([])
  expect(lines.flatMap((line) => line.replace(/^-- +/, '').split(' '))).toEqual(words)
})
