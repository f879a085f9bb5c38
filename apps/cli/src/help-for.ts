import type { Option, Verb } from './verb.ts'

const SETTINGS = `The settings are the server's: DATABASE_URL with DUCK_SECRET, or DUCK_DATA_DIR for the database that The Duck brings.
The server may run or not. Nothing but what a verb says is changed.`

/** Help for the words that were typed, of the verbs that begin so; with their options, unless it is all verbs. */
export function helpFor(words: readonly string[], verbs: readonly Verb[]): string {
  const lines = verbs.map((verb) => `  ${usageOf(verb)}\n      ${verb.says}`).join('\n')
  if (words.length === 0)
    return `What you can do with The Duck from here:\n\n${lines}\n\nduck user --help says more of those, and so on.\n\n${SETTINGS}`
  const options = new Map(verbs.flatMap((verb) => Object.entries(verb.options)))
  const explained = [...options].map(([name, option]): [string, string] => [
    flagOf(name, option),
    option.says,
  ])
  return [lines, aligned(explained), SETTINGS].filter((part) => part !== '').join('\n\n')
}

function usageOf({ name, takes, options }: Verb): string {
  const words = takes.map((word) => `<${word}>`)
  const flags = Object.entries(options).map(([flag, option]) => `[${flagOf(flag, option)}]`)
  return ['duck', name, ...words, ...flags].join(' ')
}

function flagOf(name: string, { value }: Option): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`
}

function aligned(rows: readonly [string, string][]): string {
  const width = Math.max(0, ...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}
