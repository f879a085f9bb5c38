import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchRanges } from './match-ranges.ts'

const shown = (excerpt: string, query: string, matchStart: number | null = null) =>
  matchRanges(excerpt, query, matchStart).map(([start, end]) => excerpt.slice(start, end))

test('every match is given, whatever its case, none twice', () => {
  expect(matchRanges('Quack quACK', 'quack', 0)).toEqual([
    [0, 5],
    [6, 11],
  ])
  expect(matchRanges('aaaa', 'aa', 0)).toEqual([
    [0, 2],
    [2, 4],
  ])
  expect(matchRanges('nothing', 'quack', null)).toEqual([])
})

test('ranges count UTF-16 units, the start that is known counts characters', () => {
  expect(matchRanges('🦆🦆Ärger', 'ärger', 2)).toEqual([[4, 9]])
  expect(shown('a🦆b🦆', '🦆', 1)).toEqual(['🦆', '🦆'])
})

test('a match that goes on beyond the excerpt is shown as far as it goes, where it is known', () => {
  expect(matchRanges('say Qua', 'quack', 4)).toEqual([[4, 7]])
  expect(matchRanges('say Qua', 'quack', null)).toEqual([])
})

test('a letter whose other case is longer is found only as itself', () => {
  expect(shown('İstanbul', 'İSTANBUL', 0)).toEqual(['İstanbul'])
  expect(shown('i\u0307stanbul', 'İstanbul', null)).toEqual([])
  expect(shown('ΟΔΟΣ', 'οδοσ', 0)).toEqual(['ΟΔΟΣ'])
})

test('a start that does not fit gives no wrong range', () => {
  expect(shown('abc quack', 'quack', 2)).toEqual(['quack'])
  expect(matchRanges('abc', 'quack', 3)).toEqual([])
  expect(matchRanges('abc', 'quack', 99)).toEqual([])
})

// Few letters, so that matches are many; some take two units, some change their length with their case.
const text = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', 'ß', 'İ', 'σ', 'Σ', '🦆', '\u0307'),
  maxLength: 40,
})

test('each range lies on the query, between whole characters, and they go up', () => {
  fc.assert(
    fc.property(text, text, fc.option(fc.nat(40)), (excerpt, query, matchStart) => {
      fc.pre(query !== '')
      let from = 0
      for (const [start, end] of matchRanges(excerpt, query, matchStart)) {
        expect(start).toBeGreaterThanOrEqual(from)
        const range = excerpt.slice(start, end)
        expect(range.isWellFormed()).toBe(true)
        const sought = end === excerpt.length ? query.slice(0, range.length) : query
        expect(letterwise(range)).toBe(letterwise(sought))
        from = end
      }
    }),
  )
})

function letterwise(letters: string): string {
  return Array.from(letters, (letter) => letter.toLowerCase()).join('')
}
