const RULES = [
  { line: 'Does: …', is: /^Does: \S/ },
  { line: 'Errors: none, or SQLSTATEs with their meaning', is: /^Errors: (none\b|.*\b[0-9A-Z]{5}\b)/ },
  {
    line: 'Runs as: caller, duck_reader or duck_writer …',
    is: /^Runs as: (caller|duck_reader|duck_writer)\b/,
  },
  { line: 'Example: …', is: /^Example: \S/ },
]

/**
 * What is wrong with the comment that a function opens with: its signature, `Does`, `Errors`, `Runs as` and
 * `Example`, one each and in this order, lines that go on set back by two more spaces, then the function at once.
 */
export function sqlHeaderFaults(called: string, text: string): string[] {
  const lines = text.split('\n')
  const end = lines.findIndex((line) => !line.startsWith('--'))
  const header = lines.slice(0, end)
  const rules = [{ line: `${called}(…) → …`, is: new RegExp(`^${called}\\(.*\\) → \\S`) }, ...RULES]
  const entries = entriesOf(header)
  return [
    ...header
      .filter((line) => !/^-- {1}\S|^-- {3}\S/.test(line))
      .map((line) => `This line is neither "-- " nor "--   ": ${line}`),
    ...rules
      .filter(({ is }, place) => !is.test(entries[place] ?? ''))
      .map(({ line }) => `The header lacks, in its place: -- ${line}`),
    ...(entries.length > rules.length
      ? [`The header has ${entries.length} parts, not ${rules.length}.`]
      : []),
    ...(/^create\b/i.test(lines[end] ?? '') ? [] : ['After the header comes the function.']),
  ]
}

/** The header's parts, each with the lines that go on. */
function entriesOf(header: readonly string[]): string[] {
  const joined = header.join('\n').replaceAll(/\n-- {3}(?=\S)/g, ' ')
  return joined.split('\n').map((line) => line.replace(/^-- /, ''))
}
