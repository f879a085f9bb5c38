export type JsonFault = 'duplicate-key' | 'proto-key' | 'too-complex'

// No call comes near: metadata has 16 levels and 16 KiB.
const MOST_LEVELS = 64
const MOST_MARKS = 100_000

/**
 * What makes a JSON text mean different things to different readers, or costs them much for its length, else null: a key that
 * stands twice in an object, `__proto__`, very many levels or values. What is no JSON is left to whoever parses it.
 */
export function jsonFault(text: string): JsonFault | null {
  const { colons, marks, levels } = shapeOf(text)
  if (levels > MOST_LEVELS || marks > MOST_MARKS) return 'too-complex'
  if (colons === 0) return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const found = members(value)
  if (found === null) return 'proto-key'
  return found === colons ? null : 'duplicate-key'
}

/** How many members the objects of a parsed value have; null when one of them is `__proto__`. */
function members(value: unknown): number | null {
  if (typeof value !== 'object' || value === null) return 0
  if (Object.hasOwn(value, '__proto__')) return null
  const values = Object.values(value)
  let count = Array.isArray(value) ? 0 : values.length
  for (const each of values) {
    const inner = members(each)
    if (inner === null) return null
    count += inner
  }
  return count
}

interface Shape {
  /** As many as members are written down: each has one, outside of strings. */
  colons: number
  /** Colons, commas and what opens an array or object. */
  marks: number
  levels: number
}

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c]
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Looks at each character once and makes nothing of it, so it costs less than parsing. */
function shapeOf(text: string): Shape {
  const shape = { colons: 0, marks: 0, levels: 0 }
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      shape.marks++
      shape.levels = Math.max(shape.levels, ++depth)
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) depth--
    else if (code === COLON || code === COMMA) {
      shape.marks++
      if (code === COLON) shape.colons++
    }
  }
  return shape
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1
    while (text.charCodeAt(before) === BACKSLASH) before--
    if ((end - before) % 2 === 1) return end
  }
  return text.length
}
