import { expect, test } from 'vitest'
import { cutToBytes, endsOnHighSurrogate, isStorable, textPieces, toStorable, utf8Bytes } from './text.ts'

const DUCK = '🦆'

test.each(['', 'Quack', DUCK, '\uFEFF', '\u2028', '\uFFFD', '\uFFFF', 'e\u0301', '\r\n'])(
  '%j can be stored',
  (text) => expect(isStorable(text)).toBe(true),
)

test.each(['\u0000', 'a\u0000b', '\uD83E', 'a\uDD86', '\uDD86\uD83E'])('%j cannot be stored', (text) => {
  expect(isStorable(text)).toBe(false)
})

test('what cannot be stored becomes U+FFFD, each unit by itself', () => {
  expect(toStorable('a\u0000b\uD83Ec\uDD86')).toBe('a\uFFFDb\uFFFDc\uFFFD')
  expect(toStorable(`${DUCK}\uD83E`)).toBe(`${DUCK}\uFFFD`)
})

test('a whole character is no half of one', () => {
  expect(endsOnHighSurrogate(DUCK)).toBe(false)
  expect(endsOnHighSurrogate(DUCK.slice(0, 1))).toBe(true)
  expect(endsOnHighSurrogate('')).toBe(false)
})

test('a cut never goes through a character', () => {
  expect([0, 1, 3, 4, 5].map((bytes) => cutToBytes(`${DUCK}!`, bytes))).toEqual([
    '',
    '',
    '',
    DUCK,
    `${DUCK}!`,
  ])
  expect(utf8Bytes(`${DUCK}é!`)).toBe(7)
})

test('an empty text, and a place behind the end, have no pieces', () => {
  expect([...textPieces('', 0, 4)]).toEqual([])
  expect([...textPieces('Quack', 5, 4)]).toEqual([])
  expect([...textPieces('Quack', 9, 4)]).toEqual([])
})

test('half a pair at the very end is a piece too: its other half may still come', () => {
  expect([...textPieces('ab\uD83E', 0, 3)]).toEqual([{ offset: 0, piece: 'ab\uD83E' }])
})
