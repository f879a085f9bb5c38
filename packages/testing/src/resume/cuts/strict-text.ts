/** The text of one answer as its deltas made it: each must go on exactly where the one before ended. */
export class StrictText {
  text = ''

  /** Adds a delta; gives what was wrong with its place, in which case nothing is added, else null. */
  add(offset: number, delta: string): string | null {
    const { length } = this.text
    if (offset > length) return `a gap: a delta at ${offset} came after ${length} code units`
    if (offset < length) return `twice: a delta at ${offset} came after ${length} code units`
    if (delta === '') return `nothing: an empty delta came at ${offset}`
    this.text += delta
    return null
  }
}

/** How two texts that are to be equal differ, or null. */
export function differenceOf(text: string, expected: string): string | null {
  if (text === expected) return null
  if (expected.startsWith(text)) return `it ends after ${text.length} of ${expected.length} code units`
  let at = 0
  while (text[at] === expected[at]) at++
  return `it differs from code unit ${at} on, ${text.length} code units instead of ${expected.length}`
}
