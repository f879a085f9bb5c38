import { expect, test } from 'vitest'
import { indexInFragment, messageLink } from './message-link.ts'

test('a link to a message names its session and index', () => {
  expect(messageLink('s1', 12)).toBe('/s/s1#m12')
  expect(indexInFragment('#m12')).toBe(12)
  expect(indexInFragment('#m0')).toBe(0)
})

test.each(['', '#', '#m', '#m-1', '#m1.5', '#m1x', '#sign-in', '#m99999999999', '#M1', 'm1'])(
  'the fragment %j names none',
  (fragment) => {
    expect(indexInFragment(fragment)).toBeNull()
  },
)
