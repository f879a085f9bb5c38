import { expect, test } from 'vitest'
import { checkSame, checkTotal, joinChecks } from './checks.ts'
import { parseOptions } from './parse-options.ts'
import { formatReport, isFaultless } from './report.ts'

const conversation = { id: 'c', title: 'C', turns: [{ prompt: 'a', answer: 'A' }] }
const spoken = new Map([[conversation, [{ prompt: 'a', answer: 'A', line: [] }]]])
const good = { name: 'rows', compared: 1200, differences: [] }
const bad = { name: 'rows', compared: 34, differences: [{ session: 'c', index: 3, what: 'SQL: gone' }] }

function report(checks: Parameters<typeof joinChecks>[0]) {
  const result = { typed: 1, sent: 0, spoken, played: [], checks: joinChecks(checks) }
  const leftOut = new Map([['with the role tool', 2]])
  return { result, text: formatReport({ file: '/a/b.jsonl', leftOut, result, seconds: 1.25 }) }
}

test('a faultless play says what was compared', () => {
  const { result, text } = report([good, good])
  expect(isFaultless(result)).toBe(true)
  expect(text).toContain('Played b.jsonl: 1 conversations, 1 typed in Chromium, 0 sent over tRPC.')
  expect(text).toContain('1 prompts and as many answers, 1 the recorded ones')
  expect(text).toContain('Left out: 2 messages with the role tool.')
  expect(text).toMatch(/ok {8}2,400 {2}rows/)
  expect(text).toMatch(/No difference in 1\.\d s\.$/)
})

test('a difference fails its check and is listed with its session and index', () => {
  const { result, text } = report([good, bad])
  expect(isFaultless(result)).toBe(false)
  expect(text).toMatch(/FAIL {6}1,234 {2}rows \(1 differences\)/)
  expect(text).toContain('  c, index 3: SQL: gone')
  expect(text).toContain('1 DIFFERENCES')
})

test('totals and bags that differ are differences', () => {
  expect(checkTotal('rows', 2, 2).differences).toEqual([])
  expect(checkTotal('rows', 2, undefined).differences[0]?.what).toBe('rows: undefined instead of 2')
  const { differences } = checkSame('bag', ['a', 'b', 'b'], ['b', 'c'], (thing) => thing)
  expect(differences.map(({ what }) => what)).toEqual([
    'bag: a missing 1 times',
    'bag: b missing 1 times',
    'bag: c 1 times too often',
  ])
})

test('the command line names one file and whole numbers', () => {
  expect(parseOptions(['x.jsonl', '--typed', '3', '--limit', '5'])).toEqual({
    file: 'x.jsonl',
    typed: 3,
    limit: 5,
  })
  expect(parseOptions(['--', 'x.jsonl'])).toEqual({ file: 'x.jsonl', typed: 10, limit: Infinity })
  expect(() => parseOptions([])).toThrow('One file')
  expect(() => parseOptions(['x', '--typed', 'many'])).toThrow('--typed')
})
