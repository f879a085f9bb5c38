import { expect, test } from 'vitest'
import { DuckError } from './errors.ts'
import { parentOf } from './parent.ts'

const ROWS = [{ id: 'a' }, { id: 'b' }]

test('a message that names no parent follows the head', () => {
  expect(parentOf(ROWS, 'b', undefined)).toBe('b')
  expect(parentOf([], null, undefined)).toBeNull()
})

test('null makes a new first message, whatever the head', () => {
  expect(parentOf(ROWS, 'b', null)).toBeNull()
})

test('a parent that is named must be in the session', () => {
  expect(parentOf(ROWS, 'b', 'a')).toBe('a')
  expect(() => parentOf(ROWS, 'b', 'x')).toThrow(DuckError)
  expect(() => parentOf(ROWS, 'b', 'x')).toThrow(
    expect.objectContaining({ code: 'BAD_REQUEST', facts: { field: 'parentId' } }),
  )
})
