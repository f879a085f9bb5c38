import { expect, test } from 'vitest'
import { idOf, messagesToAppend, planSave, stableIds } from './save-list.ts'
import { uuidv7 } from './uuid.ts'

const say = (content: string, id?: string) => ({ role: 'user', content, id })
const contents = (messages: readonly { content: string }[]) => messages.map(({ content }) => content)
const added = (stored: string[], given: string[]) =>
  contents(
    messagesToAppend(
      stored.map((content) => say(content, `stored ${content}`)),
      given.map((content) => say(content)),
    ),
  )

test('what follows the common prefix is appended, in its order', () => {
  expect(added([], ['a', 'b'])).toEqual(['a', 'b'])
  expect(added(['a'], ['a', 'b', 'c'])).toEqual(['b', 'c'])
})

test('an old copy adds nothing and takes nothing away', () => {
  expect(added(['a', 'b', 'c'], ['a', 'b'])).toEqual([])
  expect(added(['a', 'b', 'c'], [])).toEqual([])
})

test('an old copy with news of its own adds those only', () => {
  expect(added(['a', 'b', 'c'], ['a', 'b', 'd'])).toEqual(['d'])
  expect(added(['a', 'b', 'c'], ['a', 'c', 'd', 'b'])).toEqual(['d'])
})

test('what is said twice is stored twice, and not a third time', () => {
  expect(added(['a'], ['a', 'a'])).toEqual(['a'])
  expect(added(['x', 'a', 'a'], ['a', 'a'])).toEqual([])
  expect(added(['x', 'a'], ['a', 'a', 'a'])).toEqual(['a', 'a'])
})

test('with ids on both sides the id alone decides', () => {
  const stored = [say('a', '1'), say('b', '2')]
  expect(messagesToAppend(stored, [say('a', '1'), say('b, changed', '2')])).toEqual([])
  expect(messagesToAppend(stored, [say('a', '1'), say('b', '3')])).toEqual([say('b', '3')])
})

test('a message that is known by its id leaves its row to no other with the same words', () => {
  const stored = [say('x', '0'), say('b', '2')]
  expect(messagesToAppend(stored, [say('b'), say('b', '2')])).toEqual([say('b')])
})

test('the same list has the same ids, and all of them differ', () => {
  const list = [say('a'), say('a'), say('b', 'msg-1'), say('a')]
  expect(stableIds('s', list)).toEqual(stableIds('s', list))
  expect(new Set(stableIds('s', list)).size).toBe(4)
  expect(stableIds('other', list)).not.toContain(stableIds('s', list)[0])
})

test('an id that is a UUID stays, any other becomes one of its session', () => {
  const id = uuidv7()
  expect(idOf('s', id.toUpperCase())).toBe(id)
  expect(idOf('s', 'msg-1')).not.toBe(idOf('t', 'msg-1'))
})

test("a row that came from an old app's array is known by the id it had there, whatever that looks like", () => {
  for (const id of ['msg-1', '0f8fad5b-d9cb-469f-a165-70867728950e']) {
    const stored = [{ ...say('a', uuidv7()), metadata: { legacy: { id, timestamp: 1 } } }]
    expect(planSave('s', stored, [say('a', id), say('b', 'msg-2')])).toEqual([say('b', idOf('s', 'msg-2'))])
  }
})
