import { expect, test } from 'vitest'
import { readConversations, turnsOf } from './read-conversations.ts'

const line = (messages: object[], more: object = {}) => JSON.stringify({ ...more, messages })
const say = (role: string, content: string) => ({ role, content })
const none = () => {
  throw new Error('nothing was to be left out')
}

test('each prompt has the answer that follows it, or none', () => {
  const messages = [say('user', 'a'), say('user', 'b'), say('assistant', 'B'), say('user', 'c')]
  expect(turnsOf(messages, none)).toEqual([
    { prompt: 'a', answer: null },
    { prompt: 'b', answer: 'B' },
    { prompt: 'c', answer: null },
  ])
})

test('what nobody typed or can store is left out and counted, the rest of its conversation is not', () => {
  const file = line([
    say('system', 'be kind'),
    say('assistant', 'Hello?'),
    say('user', 'a'),
    say('tool', '{}'),
    say('assistant', 'A'),
    say('assistant', 'A again'),
    say('user', ' \n'),
    say('assistant', 'to nothing'),
    say('user', 'nul \u0000'),
    say('user', 'b'),
  ])
  const { conversations, leftOut } = readConversations(file)
  expect(conversations[0]?.turns).toEqual([
    { prompt: 'a', answer: 'A' },
    { prompt: 'b', answer: null },
  ])
  expect(Object.fromEntries(leftOut)).toEqual({
    'with the role system': 1,
    'with the role tool': 1,
    'of an assistant nobody asked': 3,
    'blank, too long or not storable': 2,
  })
})

test('a conversation without a prompt is none; id and title have a stand-in', () => {
  const file = [line([say('assistant', 'x')]), '', line([say('user', 'y')]), ''].join('\r\n')
  const { conversations } = readConversations(file)
  expect(conversations.map(({ id, title }) => [id, title])).toEqual([['line-3', 'line-3']])
})

test('only the first ones are read when asked so', () => {
  const file = ['a', 'b', 'c'].map((id) => line([say('user', id)], { id, title: `The ${id}` })).join('\n')
  expect(readConversations(file, 2).conversations.map(({ title }) => title)).toEqual(['The a', 'The b'])
})

test.each(['{"messages": [', '[]', '{}', '{"messages": [{"role": "user"}]}'])(
  'a line that is no conversation is named: %s',
  (bad) => {
    expect(() => readConversations(`\n${bad}`)).toThrow(/^Line 2 is no conversation/)
  },
)
