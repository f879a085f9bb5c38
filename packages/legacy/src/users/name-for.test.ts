import { expect, test } from 'vitest'
import { nameFor } from './name-for.ts'

test('a name is the old app’s, without what could forge a line, else that of the address', () => {
  expect(nameFor(' Ann ', 'ann@example.org')).toBe('Ann')
  expect(nameFor('Ann\n\u202eroot', 'ann@example.org')).toBe('Ann  root')
  for (const none of [null, '', ' \t']) expect(nameFor(none, 'ann@example.org')).toBe('ann')
})

test('a name that is too long ends between its characters', () => {
  expect(nameFor('🦆'.repeat(200), 'ann@example.org')).toBe('🦆'.repeat(100))
})
