import { expect, test } from 'vitest'
import { markedParts } from './marked-parts.ts'

const texts = (snippet: string, ranges: [number, number][]) =>
  markedParts({ snippet, ranges }).map(({ text, marked }) => (marked ? `[${text}]` : text))

test('matches are marked and nothing of the text is lost', () => {
  expect(
    texts('a duck and a duck', [
      [2, 6],
      [13, 17],
    ]),
  ).toEqual(['a ', '[duck]', ' and a ', '[duck]'])
  expect(texts('duck!', [[0, 4]])).toEqual(['[duck]', '!'])
})

test('matches side by side stay apart', () => {
  expect(
    texts('aaaa', [
      [0, 2],
      [2, 4],
    ]),
  ).toEqual(['[aa]', '[aa]'])
})

test('a snippet whose match lies beyond it is shown plain, an empty one not at all', () => {
  expect(texts('a duck', [])).toEqual(['a duck'])
  expect(texts('', [])).toEqual([])
})

test('positions are UTF-16 code units', () => {
  expect(texts('🦆 duck', [[3, 7]])).toEqual(['🦆 ', '[duck]'])
})
