import { expect, test } from 'vitest'
import { grows, identityOf } from './identity.ts'

test.for([
  [
    { role: 'user', content: 'a', time: 1 },
    { content: 'a', role: 'user', time: 2 },
  ],
  [
    { role: 'user', content: 'a' },
    { role: 'user', content: 'a', id: '' },
  ],
  [
    { id: 1, role: 'user', content: 'a' },
    { id: '1', role: 'user', content: 'a' },
  ],
  [
    { role: 'user', content: { b: 1, a: [2] } },
    { role: 'user', content: { a: [2], b: 1 } },
  ],
])('%j is the same message as %j', ([a, b]) => {
  expect(identityOf(a)).toBe(identityOf(b))
})

test.for([
  [
    { role: 'user', content: 'a' },
    { role: 'user', content: 'b' },
  ],
  [
    { role: 'user', content: 'a' },
    { role: 'assistant', content: 'a' },
  ],
  [
    { role: 'user', content: 'a' },
    { id: 'x', role: 'user', content: 'a' },
  ],
  [
    { role: 'user', content: '1' },
    { role: 'user', content: 1 },
  ],
  ['a', 'b'],
  [null, []],
])('%j is another message than %j', ([a, b]) => {
  expect(identityOf(a)).not.toBe(identityOf(b))
})

test('an answer grows into one with more text and no other id', () => {
  const answer = { id: 'x', role: 'assistant', content: 'a' }
  expect(grows(answer, { ...answer, content: 'ab' })).toBe(true)
  expect(grows(answer, { role: 'assistant', content: 'ab' })).toBe(true)
  expect(grows(answer, { ...answer, content: 'b' })).toBe(false)
  expect(grows(answer, { ...answer, id: 'y', content: 'ab' })).toBe(false)
  expect(grows({ ...answer, role: 'user' }, { ...answer, content: 'ab' })).toBe(false)
  expect(grows(null, answer)).toBe(false)
})
