import { expect, test } from 'vitest'
import { timeWords } from './time-words.ts'

const NOW = Date.parse('2026-06-15T12:00:00Z')

test.each([
  ['2026-06-15T11:59:40Z', 'just now'],
  ['2026-06-15T12:00:20Z', 'in less than a minute'],
  ['2026-06-15T11:45:00Z', '15 minutes ago'],
  ['2026-06-15T12:10:00Z', 'in 10 minutes'],
  ['2026-06-15T09:00:00Z', '3 hours ago'],
  ['2026-06-13T12:00:00Z', '2 days ago'],
  ['2026-04-10T12:00:00Z', '2 months ago'],
  ['2024-06-15T12:00:00Z', '2 years ago'],
])('%s is %s', (iso, words) => {
  expect(timeWords(iso, NOW)).toBe(words)
})
