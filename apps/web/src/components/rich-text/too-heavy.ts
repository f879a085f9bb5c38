const TEXT_UNITS = 100_000
const BLOCK_UNITS = 24_000
const TABLE_COLUMNS = 200
const NESTING = 60

/** True when a text is shown as it is written: parsing it would make typing stutter. */
export function isHeavyText(text: string): boolean {
  return text.length > TEXT_UNITS
}

/** The same for one block. A fenced block is cheap however long it is. */
export function isHeavyBlock(block: string): boolean {
  if (/^ {0,3}(?:```|~~~)/.test(block)) return false
  if (block.length > BLOCK_UNITS) return true
  return block.split('\n').some((line) => columns(line) > TABLE_COLUMNS || nesting(line) > NESTING)
}

function columns(line: string): number {
  return line.length <= TABLE_COLUMNS ? 0 : line.split('|').length - 1
}

/** How deep the line's quote and list marks nest, or its indentation would. */
function nesting(line: string): number {
  const marks = /^(?:[ \t]*(?:>|[-+*](?=\s)|\d{1,9}[.)](?=\s)))+/.exec(line)?.[0] ?? ''
  const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0
  return marks.replaceAll(/[\s\d]/g, '').length + indent / 2
}
