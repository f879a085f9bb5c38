import { expect, test } from 'vitest'
import { wordPieces } from './pieces.ts'

test.each(['', ' ', 'one two\n\n- three ', '🦆'.repeat(50), `x ${'y'.repeat(100)} z\n`])(
  'the pieces of "%s" joined are the text, and none splits a character',
  (text) => {
    const pieces = wordPieces(text)
    expect(pieces.join('')).toBe(text)
    expect(pieces.every((piece) => piece !== '' && piece.isWellFormed())).toBe(true)
  },
)
