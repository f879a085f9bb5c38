import { describe, expect, it } from 'vitest'
import { row } from '../../../testing/rows.ts'
import { pagesAround } from './pages-around.ts'
import { endOf } from './reading-window.ts'

describe('the end of the line after a jump', () => {
  const straight = [row(0), row(1), row(2)]

  it('is the last row that moved the head', () => {
    expect(endOf(straight, 'm1')).toBe('m2')
    expect(endOf([...straight, row(3, { parentId: 'm0', movesHead: false })], 'm1')).toBe('m2')
  })

  it('is the newest descendant of what was asked for, where the line passes that by', () => {
    const rows = [...straight, row(3, { parentId: 'm0' }), row(4)]
    expect(endOf(rows, 'm1')).toBe('m2')
    expect(endOf(rows, 'm3')).toBe('m4')
    expect(endOf(rows, null)).toBe('m4')
  })

  it('is there where no row moved the head, and none where there are no rows', () => {
    expect(endOf([row(0, { movesHead: false })], null)).toBe('m0')
    expect(endOf([], 'm1')).toBeNull()
  })
})

describe('the pages round a message', () => {
  it('are its own and the nearer neighbour, as far as there is one', () => {
    expect(pagesAround(549, 1_000)).toEqual([4, 5])
    expect(pagesAround(550, 1_000)).toEqual([5, 6])
    expect(pagesAround(0, 1_000)).toEqual([0])
    expect(pagesAround(999, 1_000)).toEqual([9])
  })

  it('are none of a message that is not there', () => {
    expect(pagesAround(1_000, 1_000)).toEqual([])
    expect(pagesAround(0, 0)).toEqual([])
  })
})
