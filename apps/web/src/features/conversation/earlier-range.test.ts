import { describe, expect, it } from 'vitest'
import { earlierRange, lowestLoaded, restOfRange } from './earlier-range.ts'

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => ({ messageIndex: from + n }))

describe('the range to fetch next', () => {
  it('is a whole aligned page where one exists', () => {
    expect(earlierRange(rows(150, 250), 250)).toEqual({ before: 200, limit: 100 })
    expect(earlierRange(rows(100, 250), 250)).toEqual({ before: 100, limit: 100 })
  })

  it('is what is missing of a page that is not full yet', () => {
    expect(earlierRange(rows(245, 250), 250)).toEqual({ before: 245, limit: 45 })
  })

  it('is nothing when the first message is loaded', () => {
    expect(earlierRange(rows(0, 40), 40)).toBeNull()
    expect(earlierRange([], 0)).toBeNull()
  })

  it('lies under a hole, not under the oldest row known', () => {
    const known = [...rows(0, 150), ...rows(300, 400)]
    expect(lowestLoaded(known)).toBe(300)
    expect(earlierRange(known, 400)).toEqual({ before: 300, limit: 100 })
  })

  it('after a short page is the rest of it', () => {
    expect(restOfRange(rows(137, 250))).toEqual({ before: 137, limit: 37 })
  })
})
