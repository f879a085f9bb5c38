import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha1Uuid } from './sha1-uuid.ts'
import { isUuid } from './uuid.ts'

const NAMESPACE = Buffer.from('3b0c5e917d424c1a9f362e8854d16ac7', 'hex')

/** By Node's own hash. */
function uuidByNode(name: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16)
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

test('a name has the UUIDv5 that the standard gives it, whatever its length and letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (name) => {
      expect(sha1Uuid(name)).toBe(uuidByNode(name))
      expect(isUuid(sha1Uuid(name))).toBe(true)
    }),
  )
  for (let length = 0; length < 200; length++)
    expect(sha1Uuid('x'.repeat(length))).toBe(uuidByNode('x'.repeat(length)))
})
