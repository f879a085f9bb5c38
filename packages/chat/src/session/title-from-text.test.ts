import { expect, test } from 'vitest'
import { titleFromText } from './title-from-text.ts'

test('the title is the first line that says something', () => {
  expect(titleFromText('\n\n  Why\t do   ducks quack?\nAnd geese?')).toBe('Why do ducks quack?')
})

test('a long line is cut after a word, a long word anywhere, never inside a character', () => {
  expect(titleFromText('word '.repeat(30))).toBe(`${'word '.repeat(11)}word…`)
  expect(titleFromText('🦆'.repeat(100))).toBe(`${'🦆'.repeat(60)}…`)
})

test('a blank text gives none', () => {
  expect(titleFromText(' \n\t')).toBeNull()
})
