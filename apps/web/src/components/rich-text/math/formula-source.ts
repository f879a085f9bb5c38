export interface FormulaSource {
  /** What stands between the marks. */
  source: string
  /** A line of its own. */
  display: boolean
  /** Its closing mark is there. */
  closed: boolean
}

const MARKS: readonly [opening: string, closing: string, display: boolean][] = [
  ['$$', '$$', true],
  ['\\[', '\\]', true],
  ['\\(', '\\)', false],
  ['$', '$', false],
]

/** Takes the marks off a formula as it is written; TeX knows no blank lines in one. */
export function readFormula(written: string): FormulaSource {
  const text = written.trim()
  const [opening, closing, display] = MARKS.find(([mark]) => text.startsWith(mark)) ?? ['', '', false]
  const closed = text.length >= opening.length + closing.length && text.endsWith(closing)
  const source = text.slice(opening.length, closed ? -closing.length || undefined : undefined)
  return { source: source.replaceAll(/\n(?:[ \t]*\n)+/g, '\n').trim(), display, closed }
}
