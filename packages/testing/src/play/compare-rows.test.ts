import { expect, test } from 'vitest'
import { compareRows } from './compare-rows.ts'
import { compareShown } from './compare-shown.ts'
import { expectedRows, type Row } from './expected-rows.ts'

const SPOKEN = [
  { prompt: 'ducks 🦆', answer: 'Quack \u00e9.', line: [] },
  { prompt: 'more', answer: 'More quack.', line: [] },
]
const IDS = [
  { promptId: 'p0', answerId: 'a0' },
  { promptId: 'p1', answerId: 'a1' },
]
const ROWS = expectedRows(SPOKEN, IDS)
const SHOWN = ROWS.map(({ id, index, role, content }) => ({ id, index, role, state: 'saved', text: content }))

function differences(actual: readonly Row[]) {
  const checks = compareRows({ session: 's', way: 'SQL' }, ROWS, actual)
  return checks.flatMap((check) => check.differences.map(({ index, what }) => `${index} ${what}`))
}

/** The rows with one of them changed. */
function tampered(at: number, change: Partial<Row>): Row[] {
  return ROWS.map((row, place) => (place === at ? { ...row, ...change } : row))
}

test('equal rows have no difference, and every code point was compared', () => {
  expect(differences(ROWS)).toEqual([])
  const checks = compareRows({ session: 's', way: 'SQL' }, ROWS, ROWS)
  expect(checks.find(({ name }) => name.startsWith('code points'))?.compared).toBe(7 + 8 + 4 + 11)
})

test.each<[Partial<Row>, string]>([
  [
    { content: 'Quack e\u0301.' },
    '1 SQL: the text has U+0065 instead of U+00E9 at code point 6 (9 code points instead of 8)',
  ],
  [
    { content: 'Quack \u00e9' },
    '1 SQL: the text has its end instead of U+002E at code point 7 (7 code points instead of 8)',
  ],
  [
    { content: 'Quack \u00e9. ' },
    '1 SQL: the text has U+0020 instead of its end at code point 8 (9 code points instead of 8)',
  ],
  [{ index: 2 }, '1 SQL: index: 2 instead of 1'],
  [{ parentId: null }, '1 SQL: parents: an answer under its prompt: null instead of p0'],
  [
    { finishReason: 'failed' },
    '1 SQL: finish reasons: completed for every answer: failed instead of completed',
  ],
])('a tampered row is reported: %j', (change, report) => {
  expect(differences(tampered(1, change))).toEqual([report])
})

test('rows missing at the end and rows too many are reported', () => {
  expect(differences(ROWS.slice(0, 3))).toEqual(["3 SQL: the assistant's row is missing"])
  const more = ROWS.slice(1, 2).map((row) => ({ ...row, id: 'x', index: 4 }))
  expect(differences([...ROWS, ...more])).toEqual(["4 SQL: a row too many, the assistant's x"])
})

test('a row swallowed in the middle does not go unseen', () => {
  expect(differences(ROWS.toSpliced(1, 1))).toContain('1 SQL: ids: p1 instead of a0')
})

test('a tab has to show the newest rows as saved, prompts as they were written', () => {
  const shown = (rows: typeof SHOWN) => compareShown('s', ROWS, { way: 'Chromium', rows }).differences
  expect(shown(SHOWN)).toEqual([])
  expect(shown(SHOWN.slice(0, 3))).toEqual([{ session: 's', index: 3, what: 'Chromium: no bubble' }])
  expect(shown(SHOWN.map((row) => ({ ...row, state: 'sending' })))).toHaveLength(4)
  expect(shown(SHOWN.map((row) => ({ ...row, text: row.text.replace('🦆', '?') })))).toEqual([
    { session: 's', index: 0, what: expect.stringContaining('U+003F instead of U+1F986') },
  ])
})
