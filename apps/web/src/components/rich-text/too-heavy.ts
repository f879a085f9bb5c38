const TEXT_UNITS = 100_000
const TEXT_MARKS = 20_000
const BLOCK_UNITS = 24_000
// Marks that a parser tries to pair with earlier ones cost by the square of their number, lines an element each.
const BLOCK_MARKS = 2_000
const BLOCK_LINES = 1_000
// Each mark that could begin a formula is looked at for its end.
const BLOCK_FORMULA_MARKS = 400
const TABLE_COLUMNS = 200
const NESTING = 60

/** True when a text is shown as it is written: parsing it would make typing stutter. */
export function isHeavyText(text: string): boolean {
  return text.length > TEXT_UNITS || marks(text) > TEXT_MARKS
}

/** The same for one block. A fenced block is cheap however long it is. */
export function isHeavyBlock(block: string): boolean {
  if (isFenced(block)) return false
  if (block.length > BLOCK_UNITS || marks(block) > BLOCK_MARKS || formulaMarks(block) > BLOCK_FORMULA_MARKS)
    return true
  const lines = block.split('\n')
  return (
    lines.length > BLOCK_LINES ||
    lines.some((line) => columns(line) > TABLE_COLUMNS || nesting(line) > NESTING)
  )
}

/** Whether the block is one fence and nothing behind it; its closing may still be missing. */
function isFenced(block: string): boolean {
  const mark = /^ {0,3}(`{3,}(?=[^`\n]*(?:\n|$))|~{3,})/.exec(block)?.[1]
  if (!mark) return false
  const [, ...lines] = block.trimEnd().split('\n')
  const closing = lines.findIndex((line) => closes(line.trim(), mark))
  return closing < 0 || closing === lines.length - 1
}

function closes(line: string, mark: string): boolean {
  return line.length >= mark.length && line === mark.charAt(0).repeat(line.length)
}

function marks(text: string): number {
  return text.match(/[*_~`[\]<&\\@]/g)?.length ?? 0
}

function formulaMarks(text: string): number {
  return text.match(/\$|\\[([]/g)?.length ?? 0
}

function columns(line: string): number {
  return line.length <= TABLE_COLUMNS ? 0 : line.split('|').length - 1
}

/** How deep the line's quote and list marks nest, or its indentation would. */
function nesting(line: string): number {
  const leading = /^(?:[ \t]*(?:>|[-+*](?=\s)|\d{1,9}[.)](?=\s)))+/.exec(line)?.[0] ?? ''
  const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0
  return leading.replaceAll(/[\s\d]/g, '').length + indent / 2
}
