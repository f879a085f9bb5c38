import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ALL, ELSEWHERE, ROWS } from './rows.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))

test.each(ROWS)('there is a case, or a test elsewhere, for: %s', (row) => {
  const cases =
    ALL.filter((each) => each.row === row).length + ELSEWHERE.filter((each) => each.row === row).length
  expect(cases).toBeGreaterThan(0)
})

test('every case is of a row', () => {
  expect(ALL.map(({ row }) => row).filter((row) => !(ROWS as readonly string[]).includes(row))).toEqual([])
})

test.each(ELSEWHERE)('$file has: $title', ({ file, title }) => {
  expect(existsSync(ROOT + file), file).toBe(true)
  expect(readFileSync(ROOT + file, 'utf8')).toContain(title)
})
