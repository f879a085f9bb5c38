import { expect, test } from 'vitest'
import { LIMITS, RESERVED_METADATA_KEYS } from '../limits.ts'
import { messageAppend } from './message.ts'

const APPEND = {
  sessionId: 's1',
  id: '0198aa00-0000-7abc-8def-0123456789ab',
  role: 'user',
  content: 'Quack',
}

/** True when it is let through; a refusal must name the field. */
function allowed(metadata: unknown): boolean {
  const result = messageAppend.safeParse({ ...APPEND, metadata })
  if (!result.success) expect(result.error.issues.map((issue) => issue.path)).toEqual([['metadata']])
  return result.success
}

/** An object `depth` levels deep, as a client would send it. */
function nested(depth: number, open = '{"a":', close = '}'): unknown {
  return JSON.parse(`${'{"a":'}${open.repeat(depth - 1)}1${close.repeat(depth - 1)}}`)
}

/** An object whose JSON has so many bytes. */
function ofBytes(bytes: number): unknown {
  return { a: 'x'.repeat(bytes - '{"a":""}'.length) }
}

test('an object of any JSON comes back as it is', () => {
  const metadata = { text: 'é🦆', n: -1.5e-7, yes: true, none: null, list: [1, [2, { deep: '' }]], '': 0 }
  expect(messageAppend.parse({ ...APPEND, metadata }).metadata).toEqual(metadata)
  expect(allowed({})).toBe(true)
  expect(allowed(undefined)).toBe(true)
})

test.each([null, [], [1], 'text', 1, true])('%j is no object and is refused', (metadata) => {
  expect(allowed(metadata)).toBe(false)
})

test('16 levels are let through, 17 are refused, of objects and of arrays', () => {
  for (const [open, close] of [
    ['{"a":', '}'],
    ['[', ']'],
  ] as const) {
    expect(allowed(nested(LIMITS.metadataDepth, open, close))).toBe(true)
    expect(allowed(nested(LIMITS.metadataDepth + 1, open, close))).toBe(false)
  }
})

test('100,000 levels are refused, not a crash', () => {
  expect(allowed(nested(100_000, '[', ']'))).toBe(false)
})

test('16 KiB of JSON are let through, one byte more is refused', () => {
  expect(allowed(ofBytes(LIMITS.metadataBytes))).toBe(true)
  expect(allowed(ofBytes(LIMITS.metadataBytes + 1))).toBe(false)
})

test('the limit counts bytes, not characters', () => {
  const ducks = (count: number) => ({ a: '🦆'.repeat(count) })
  expect(allowed(ducks(LIMITS.metadataBytes / 4 - 2))).toBe(true)
  expect(allowed(ducks(LIMITS.metadataBytes / 4 - 1))).toBe(false)
})

test.each(RESERVED_METADATA_KEYS)('the key %s is the server’s, at the top only', (key) => {
  expect(allowed({ [key]: 'mine' })).toBe(false)
  expect(allowed({ [key]: undefined })).toBe(false)
  expect(allowed({ mine: { [key]: 'mine' } })).toBe(true)
})

test.each(['{"__proto__": {"polluted": true}}', '{"a": {"__proto__": null}}', '{"a": [{"__proto__": 1}]}'])(
  '%s is refused and pollutes nothing',
  (json) => {
    expect(allowed(JSON.parse(json))).toBe(false)
    expect('polluted' in {}).toBe(false)
  },
)

test('keys that only look odd are let through', () => {
  expect(allowed(JSON.parse('{"constructor": {"prototype": 1}, "toString": 2, "hasOwnProperty": 3}'))).toBe(
    true,
  )
})

test.each([2 ** 53, -(2 ** 53), 1e300, Number.NaN, Number.POSITIVE_INFINITY])(
  'the number %j, which JSON cannot keep, is refused',
  (number) => {
    expect(allowed({ number })).toBe(false)
    expect(allowed({ deep: [{ number }] })).toBe(false)
  },
)

test.each([2 ** 53 - 1, -(2 ** 53 - 1), 0.1, 5e-324, 0])('the number %j is let through', (number) => {
  expect(allowed({ number })).toBe(true)
})

test.each(['a\u0000b', '\ud83e', '\udd86'])(
  '%j, which cannot be stored, is refused as value and as key',
  (text) => {
    expect(allowed({ text })).toBe(false)
    expect(allowed({ [text]: 1 })).toBe(false)
    expect(allowed({ deep: [[{ [text]: 1 }]] })).toBe(false)
  },
)
