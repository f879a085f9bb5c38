import { expect, test } from 'vitest'
import { checkArrays } from './check-arrays.ts'

const before = new Map([
  ['a', '[{"role": "user", "content": "hi"}]'],
  ['b', '"no array"'],
  ['c', null],
])
const appended = [{ sessionId: 'a', id: 'm1', role: 'user' as const, content: 'more', createdAt: '' }]
const ELEMENT = '{"id": "m1", "role": "user", "content": "more"}'

function faults(changes: Record<string, string | null>, more = appended.slice(0, 0)) {
  const after = new Map([...before, ...Object.entries(changes)])
  return checkArrays('now', { before, after }, more).differences.map(
    ({ session, what }) => `${session} ${what}`,
  )
}

test('arrays that are as they were, and those that the product appended to, have no fault', () => {
  expect(faults({})).toEqual([])
  expect(faults({ a: `[{"role": "user", "content": "hi"}, ${ELEMENT}]` }, appended)).toEqual([])
})

test('an array that is another in any way is a fault', () => {
  expect(faults({ a: '[{"content": "hi", "role": "user"}]' })).toEqual(['a now: the array is another'])
  expect(faults({ c: '[]' })).toEqual(['c now: the array is another'])
  expect(faults({ d: '[]' })).toEqual(['d now: a session too many'])
  const without = checkArrays('now', { before, after: new Map([...before].slice(1)) })
  expect(without.differences).toEqual([{ session: 'a', index: null, what: 'now: the session is gone' }])
})

test('what the product appended has to stand behind what the old app wrote, and whole', () => {
  const array = (...elements: string[]) => `[${elements.join(', ')}]`
  const old = '{"role": "user", "content": "hi"}'
  for (const wrong of [
    array(old),
    array(ELEMENT, old),
    array(old, ELEMENT, ELEMENT),
    array(old, ELEMENT.replace('more', 'mor')),
    array(old, ELEMENT.replace('m1', 'm2')),
    array(old.replace('hi', 'ho'), ELEMENT),
  ])
    expect(faults({ a: wrong }, appended)).toHaveLength(1)
})
