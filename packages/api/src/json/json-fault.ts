/**
 * What makes a JSON text mean different things to different readers, else null: a key that stands twice in an object, or
 * `__proto__`. A text that is no JSON has no such fault; parsing it says what is wrong.
 */
export function jsonFault(text: string): 'duplicate-key' | 'proto-key' | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const found = members(value)
  if (found === null) return 'proto-key'
  return found === colons(text) ? null : 'duplicate-key'
}

/** How many members the objects of a parsed value have; null when one of them is `__proto__`. */
function members(value: unknown): number | null {
  let count = 0
  // No recursion: JSON nests as deep as it is long.
  const open = [value]
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next !== 'object' || next === null) continue
    if (Object.hasOwn(next, '__proto__')) return null
    const values = Object.values(next)
    if (!Array.isArray(next)) count += values.length
    for (const each of values) if (typeof each === 'object') open.push(each)
  }
  return count
}

/** How many members a valid JSON text writes down: each has one colon, outside of strings. */
function colons(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === ':') count++
    else if (char === '"') at = endOfString(text, at)
  }
  return count
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1
    while (text[before] === '\\') before--
    if ((end - before) % 2 === 1) return end
  }
  return text.length
}
