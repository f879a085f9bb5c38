const LONGEST_UNITS = 12_000
const MOST_LINES = 400
const LONGEST_LINE = 2_000

/** Code that stays plain: to colour it would take longer than a frame. */
export function isLongCode(code: string): boolean {
  if (code.length > LONGEST_UNITS) return true
  const lines = code.split('\n')
  return lines.length > MOST_LINES || lines.some((line) => line.length > LONGEST_LINE)
}
