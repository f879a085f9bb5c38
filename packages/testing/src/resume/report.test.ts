import { expect, test } from 'vitest'
import { formatResult, formatTotal, isFaultless, type PartResult } from './report.ts'
import type { Verdict } from './verdict.ts'

const result = (verdict: Partial<Verdict>): PartResult => ({
  seed: 3,
  part: 'cuts',
  way: 'direct',
  seconds: 1.25,
  verdict: { violations: [], counts: {}, figures: [], ...verdict },
})
const figure = { name: 'lag', value: 120.4, unit: 'ms', limit: 300 } as const

test('a faultless part is a line, and a line for each figure', () => {
  const faultless = result({ counts: { cuts: 12 }, figures: [figure] })
  expect(isFaultless(faultless)).toBe(true)
  expect(formatResult(faultless)).toBe(
    'seed 3 cuts direct | 12 cuts | 1.3 s | 0 violations\n  lag: 120 ms, within 300 ms',
  )
})

test('a violation fails the part and is told with the command that plays it again', () => {
  const failed = result({ violations: ['a gap'] })
  expect(isFaultless(failed)).toBe(false)
  expect(formatResult(failed)).toMatch(
    /VIOLATION a gap\n {2}Replay: pnpm resume --seed 3 --part cuts --way direct$/,
  )
})

test('a figure over its limit, or that could not be measured, fails the part', () => {
  for (const value of [301, Number.NaN])
    expect(isFaultless(result({ figures: [{ ...figure, value }] }))).toBe(false)
  expect(formatResult(result({ figures: [{ ...figure, value: Number.NaN }] }))).toContain(
    'lag: not measured, OVER',
  )
})

test('the total adds up what went wrong', () => {
  const total = formatTotal([
    result({ violations: ['a'], counts: { cuts: 2 } }),
    result({ figures: [figure] }),
  ])
  expect(total).toBe('Total: 2 parts | 2 cuts | 3 s | 1 violations | 0 figures over their limit')
})
