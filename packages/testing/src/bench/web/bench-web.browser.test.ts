import { expect, test } from 'vitest'
import { startBenchPostgres } from '../bench-postgres.ts'
import { benchWeb } from './bench-web.ts'

// No test asserts a time: on a busy machine any figure may be anything.
const SHORT = { rounds: 1, ms: 500, lengths: [20, 2_000], minutes: 0.05, beforehand: 10 }

test('web: every figure of the page is there, and a number', { timeout: 180_000 }, async () => {
  await using postgres = await startBenchPostgres()
  const figures = await benchWeb(postgres, SHORT)
  expect(figures.map(({ bench, of = '', messages = '' }) => [bench, of, messages].join(' | '))).toEqual([
    'web/first-load |  | ',
    'web/interactive-cold |  | 20',
    'web/interactive-warm |  | 20',
    'web/typing | idle | 20',
    'web/long-tasks |  | 20',
    'web/layout-shift |  | 20',
    'web/memory |  | 20',
    'web/interactive-cold | 20 messages | 2000',
    'web/interactive-warm | 20 messages | 2000',
    'web/typing | idle | 2000',
    'web/long-tasks |  | 2000',
    'web/typing-by-length | 20 messages | 2000',
    'web/layout-shift |  | 2000',
    'web/memory |  | 2000',
  ])
  const numbers = figures
    .flatMap((figure) => Object.values(figure).flat())
    .filter((value) => typeof value === 'number')
  expect(numbers.every(Number.isFinite)).toBe(true)
})
