import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))

/** A page of docs/, by its file name. */
export function readPage(name: string): string {
  return readFileSync(path.join(ROOT, 'docs', name), 'utf8')
}

/** What stands below a heading, up to the next heading of any level; '' where there is no such heading. */
export function below(page: string, heading: string): string {
  const [, after = ''] = page.split(`\n${heading}\n`)
  return after.split(/^#{2,} /m)[0] ?? ''
}

/** The cells of each line of a text's tables, without their heads. */
export function rowsOf(text: string): string[][] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines
    .filter((line, at) => line.startsWith('|') && !isRule(line) && !isRule(lines[at + 1] ?? ''))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

/** What stands in backticks. */
export function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)
}

function isRule(line: string): boolean {
  return /^\|[\s|:-]+\|$/.test(line)
}
