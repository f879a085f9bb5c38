/** How many code points the text has. */
export function codePoints(text: string): number {
  return Array.from(text).length
}

/** Where two texts begin to differ, in words that do not quote them; null when they are equal. */
export function textDifference(expected: string, actual: string): string | null {
  if (expected === actual) return null
  const wanted = Array.from(expected)
  const found = Array.from(actual)
  const at = wanted.findIndex((char, place) => char !== found[place])
  const place = at < 0 ? wanted.length : at
  const lengths = `${found.length} code points instead of ${wanted.length}`
  return `the text has ${nameOf(found[place])} instead of ${nameOf(wanted[place])} at code point ${place} (${lengths})`
}

function nameOf(char: string | undefined): string {
  if (char === undefined) return 'its end'
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
