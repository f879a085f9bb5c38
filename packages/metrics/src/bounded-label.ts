/** Stands for every value that a label does not take. */
export const OTHER = 'other'

// Names of pools, patterns of routes, names of procedures; no space, quote or other trace of free text.
const NAME = /^[A-Za-z0-9/:._*-]{1,80}$/

/**
 * A label whose values are not known beforehand: the first `most` different names stand for themselves, anything
 * later or not like a name is `other`. Each value is a series for ever, so a caller's mistake must not fill memory.
 */
export function boundedLabel(most: number): (value: string) => string {
  const known = new Set<string>()
  return (value) => {
    if (known.has(value)) return value
    if (known.size >= most || !NAME.test(value)) return OTHER
    known.add(value)
    return value
  }
}

/** A label that takes the values listed and no others. */
export function closedLabel(values: readonly string[]): (value: string) => string {
  const known = new Set(values)
  return (value) => (known.has(value) ? value : OTHER)
}

/** `2xx` for 200; `other` for what is no HTTP status. */
export function statusClass(status: number): string {
  const first = Math.floor(status / 100)
  return first >= 1 && first <= 5 ? `${first}xx` : OTHER
}
