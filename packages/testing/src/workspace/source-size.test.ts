import { expect, test } from 'vitest'
import { listFiles, readText } from './workspace.ts'

const MOST_LINES = 400
const MEDIAN_LINES = 80

/** Written by `pnpm schema`, under the name that an operator was told. */
const EDITOR = 'drizzle/legacy/append-only-messages-migration.sql'

/** Lines of every source file we write ourselves, longest first. */
const sizes = listFiles('*.ts', '*.tsx', '*.sql', '*.css')
  .filter((file) => !file.includes('generated') && file !== EDITOR)
  .map((file) => ({ file, lines: readText(file).trimEnd().split('\n').length }))
  .sort((a, b) => b.lines - a.lines)

test('there are sources to measure', () => {
  expect(sizes.length).toBeGreaterThan(100)
})

test('no source file grows with the product', () => {
  expect(sizes.filter(({ lines }) => lines > MOST_LINES)).toEqual([])
})

test('most source files fit on a screen', () => {
  expect(sizes[Math.floor(sizes.length / 2)]?.lines).toBeLessThanOrEqual(MEDIAN_LINES)
})
