import { expect, test } from 'vitest'
import { isMeant } from './is-meant.ts'

test.each([
  ['says nothing of whom it is from', {}, true],
  ['is meant to come from its caller', { 'x-duck-user': 'ann' }, true],
  ['is meant to come from another user', { 'x-duck-user': 'bob' }, false],
  ['is meant to come from nobody', { 'x-duck-user': '' }, false],
])('a call that %s', (_what, headers, meant) => {
  expect(isMeant({ userId: 'ann' }, headers)).toBe(meant)
})
