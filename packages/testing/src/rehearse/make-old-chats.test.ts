import { expect, test } from 'vitest'
import { makeOldChats } from './make-old-chats.ts'
import { ODD_FORMS } from './odd-forms.ts'

const records = Array.from({ length: 1_000 }, (_, n) => ({
  id: `c${n}`,
  title: `Chat ${n}`,
  messages: [
    { role: 'user', content: `question ${n}` },
    { role: 'assistant', content: 'answer' },
    { role: 'user', content: 'thanks' },
  ],
}))
const made = (seed: string) => makeOldChats(records, { seed, userIds: ['u1', 'u2'] })

test('a seed decides everything', () => {
  expect(made('a')).toEqual(made('a'))
  expect(made('a')).not.toEqual(made('b'))
})

test('most sessions are usual, every odd form is there, and every id is one of its own', () => {
  const chats = made('a')
  const odd = chats.flatMap((chat) => chat.odd)
  expect(new Set(odd)).toEqual(new Set(['no array', ...ODD_FORMS.map(({ name }) => name)]))
  expect(chats.filter((chat) => chat.odd.length === 0).length).toBeGreaterThan(600)
  expect(new Set(chats.map(({ id }) => id)).size).toBe(records.length)
})

test('an array has an element for each message that is to be shown', () => {
  for (const { messages, expected } of made('a'))
    expect(expected).toHaveLength(Array.isArray(messages) ? messages.length : 0)
})
