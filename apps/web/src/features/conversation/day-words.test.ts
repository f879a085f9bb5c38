import { describe, expect, it } from 'vitest'
import { dayOf } from './day-of.ts'
import { dayWords } from './day-words.ts'

const NOW = new Date(2025, 2, 3, 0, 30)

describe('a day in words', () => {
  it('is today and yesterday by the calendar, not by hours', () => {
    expect(dayWords(new Date(2025, 2, 3, 23, 59), NOW)).toBe('Today')
    expect(dayWords(new Date(2025, 2, 2, 0, 0), NOW)).toBe('Yesterday')
    expect(dayWords(new Date(2025, 2, 1, 23, 59), NOW)).toMatch(/Saturday/)
  })

  it('names the year where it is another one', () => {
    expect(dayWords(new Date(2025, 0, 7), NOW)).not.toMatch(/2025/)
    expect(dayWords(new Date(2024, 0, 7), NOW)).toMatch(/2024/)
  })

  it('of a time that is none does no harm', () => {
    expect(dayWords(new Date('nonsense'), NOW)).toBe('Invalid Date')
  })
})

it('times of one day where the reader is are one day', () => {
  expect(dayOf(new Date(2025, 2, 3, 0, 0))).toBe('2025-03-03')
  expect(dayOf(new Date(2025, 2, 3, 23, 59))).toBe('2025-03-03')
})
