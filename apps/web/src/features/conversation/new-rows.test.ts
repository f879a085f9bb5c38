import { expect, test } from 'vitest'
import { pendingRow, row } from '../../testing/rows.ts'
import { newRows } from './new-rows.ts'
import type { TimelineItem } from './timeline.ts'

const prompt = (index: number): TimelineItem => ({ kind: 'prompt', key: `m${index}`, row: row(index) })
const items = [0, 1, 2, 3, 4].map(prompt)

test('what is above the gap is new, up to where the reader was back', () => {
  expect(newRows(items, { after: 1, upTo: null }, new Set())).toEqual({ key: 'm2', count: 3 })
  expect(newRows(items, { after: 1, upTo: 3 }, new Set())).toEqual({ key: 'm2', count: 2 })
  expect(newRows(items, { after: 4, upTo: null }, new Set())).toBeNull()
  expect(newRows(items, null, new Set())).toBeNull()
})

test('what was written in this browser is no news, before it is saved and after', () => {
  const pending: TimelineItem = { kind: 'prompt', key: 'mine', row: pendingRow(5) }
  expect(newRows([...items, pending], { after: 2, upTo: null }, new Set(['m3']))).toEqual({
    key: 'm4',
    count: 1,
  })
})
