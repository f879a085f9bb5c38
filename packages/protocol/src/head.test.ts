import { expect, test } from 'vitest'
import { headOf } from './head.ts'

/** `b*` is a message that moved the head, `b` one that did not; indexes in the order given. */
const rows = (...names: string[]) =>
  names.map((name, messageIndex) => ({
    id: name.replace('*', ''),
    messageIndex,
    movesHead: name.endsWith('*'),
  }))

test('the head is the last message that moved it', () => {
  expect(headOf(rows('a*', 'b*', 'c'))).toBe('b')
})

test('an empty session has no head', () => {
  expect(headOf([])).toBeNull()
})

test('a line that a person chose is the head until a later message moves it', () => {
  const chosen = { headId: 'a', headSetAtCount: 3 }
  expect(headOf(rows('a*', 'b*', 'c*'), chosen)).toBe('a')
  expect(headOf(rows('a*', 'b*', 'c*', 'd'), chosen)).toBe('a')
  expect(headOf(rows('a*', 'b*', 'c*', 'd', 'e*'), chosen)).toBe('e')
})
