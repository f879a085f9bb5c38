import { expect, test } from 'vitest'
import { parseLetter } from './notice.ts'

test('a letter is read as it was written', () => {
  const letter = { from: 'me', notices: [{ kind: 'stop', streamIds: ['s'] }] }
  expect(parseLetter(JSON.stringify(letter))).toEqual(letter)
})

test.each([
  '',
  'hello',
  '{',
  'null',
  '7',
  '"from"',
  '[]',
  '{}',
  '{"from":"me"}',
  '{"from":"me","notices":{}}',
])('anybody may notify: %j is no letter', (payload) => {
  expect(parseLetter(payload)).toBeNull()
})
