import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutToBytes, endsOnHighSurrogate, isStorable, textPieces, toStorable, utf8Bytes } from './text.ts'

/** Any well-formed text: every plane, many characters of two units. */
const text = fc.string({ unit: 'binary', maxLength: 60 })
/** Any sequence of UTF-16 code units, halves of pairs included. */
const units = fc
  .array(fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff })), { maxLength: 40 })
  .map((codes) => String.fromCharCode(...codes))

test('pieces join to the text and name their places', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 9 }), (whole, size) => {
      let joined = ''
      for (const { offset, piece } of textPieces(whole, 0, size)) {
        expect(offset).toBe(joined.length)
        expect(piece.length).toBeGreaterThan(0)
        expect(piece.length).toBeLessThanOrEqual(size)
        joined += piece
      }
      expect(joined).toBe(whole)
    }),
  )
})

test('no piece splits a surrogate pair', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 9 }), (whole, size) => {
      for (const { piece } of textPieces(whole, 0, size)) expect(piece.isWellFormed()).toBe(true)
    }),
  )
})

test('pieces from a place on are the rest of the text, also of one with halves of pairs', () => {
  fc.assert(
    fc.property(units, fc.nat(50), fc.integer({ min: 2, max: 9 }), (whole, from, size) => {
      const pieces = Array.from(textPieces(whole, from, size), ({ piece }) => piece)
      expect(pieces.join('')).toBe(whole.slice(from))
    }),
  )
})

test('a cut is the longest start within the bytes that splits no character', () => {
  fc.assert(
    fc.property(text, fc.nat(100), (whole, bytes) => {
      const cut = cutToBytes(whole, bytes)
      expect(whole.startsWith(cut)).toBe(true)
      expect(cut.isWellFormed()).toBe(true)
      expect(utf8Bytes(cut)).toBeLessThanOrEqual(bytes)
      const [next = ''] = whole.slice(cut.length)
      if (next !== '') expect(utf8Bytes(cut + next)).toBeGreaterThan(bytes)
    }),
  )
})

test('a text is mended only where it cannot be stored, and then it can', () => {
  fc.assert(
    fc.property(units, (any) => {
      const mended = toStorable(any)
      expect(isStorable(mended)).toBe(true)
      expect(mended).toHaveLength(any.length)
      expect(mended === any).toBe(isStorable(any))
    }),
  )
})

test('bytes are those of UTF-8', () => {
  fc.assert(
    fc.property(text, (whole) => {
      expect(utf8Bytes(whole)).toBe(Buffer.byteLength(whole))
    }),
  )
})

test('a text ends on a high surrogate exactly when its last unit waits for another', () => {
  fc.assert(
    fc.property(units, (any) => {
      expect(endsOnHighSurrogate(any)).toBe(/[\uD800-\uDBFF]$/.test(any))
    }),
  )
})
