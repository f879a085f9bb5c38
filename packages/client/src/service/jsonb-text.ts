import { utf8Bytes } from '@duck/protocol'

/** JSON as Postgres writes a `jsonb`: a space after each comma and colon, shorter keys first, those of a length by their bytes. */
export function jsonbText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).toSorted(([a], [b]) => utf8Bytes(a) - utf8Bytes(b) || byBytes(a, b))
  return `{${fields.map(([key, item]) => `${JSON.stringify(key)}: ${jsonbText(item)}`).join(', ')}}`
}

/** By code points, which is by the bytes of UTF-8. */
function byBytes(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)]
  for (const [at, char] of left.entries()) {
    const difference = (char.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
