import { expect, test } from 'vitest'
import { duration, ProgressLine, progressText } from './progress.ts'

test('it says how far, how fast and how long', () => {
  expect(progressText({ done: 50, total: 200, messages: 5_000 }, 10)).toBe(
    '50 of 200 sessions (25 %), 5000 messages, 500/s, 30 s left',
  )
  expect(progressText({ done: 200, total: 200 }, 10)).toBe('200 of 200 sessions (100 %)')
  expect(progressText({ done: 0, total: 0 }, 0)).toBe('0 of 0 sessions (100 %)')
})

test('a time is said in the two units that matter', () => {
  expect([0.2, 59, 61, 3_600, 7_265].map(duration)).toEqual([
    '1 s',
    '59 s',
    '1 min 1 s',
    '1 h 0 min',
    '2 h 1 min',
  ])
})

test('on a terminal the bar is drawn anew, and its end is always shown', () => {
  const drawn: string[] = []
  let now = 0
  const line = new ProgressLine({ note() {}, draw: (text) => void drawn.push(text) }, () => now)
  for (const done of [1, 2, 3, 4]) {
    line.tell({ done, total: 4 })
    now += 10
  }
  line.end()
  expect(drawn).toEqual([
    '[######..................] 1 of 4 sessions (25 %)',
    '[########################] 4 of 4 sessions (100 %)',
    '',
  ])
})

test('elsewhere a line is written every five seconds', () => {
  const noted: string[] = []
  let now = 0
  const line = new ProgressLine({ note: (text) => void noted.push(text), draw: null }, () => now)
  for (let done = 1; done <= 100; done++) {
    now += 100
    line.tell({ done, total: 1_000 })
  }
  expect(noted).toHaveLength(2)
})
