import { expect, test } from 'vitest'
import { playAll } from './play-all.ts'

const conversations = Array.from({ length: 8 }, (_, n) => ({
  id: `c${n}`,
  title: '',
  turns: [{ prompt: 'a', answer: null }],
}))
const nothing = { sessionId: '', heard: [], views: [] }

test('every conversation is played once, so many at a time', async () => {
  let now = 0
  let most = 0
  const { played, failures } = await playAll(conversations, 3, async () => {
    most = Math.max(most, ++now)
    await Promise.resolve()
    now -= 1
    return nothing
  })
  expect(played.map(({ conversation }) => conversation.id).toSorted()).toEqual(
    conversations.map(({ id }) => id),
  )
  expect([most, failures]).toEqual([3, []])
})

test('a failure names the message it happened at, and after the third nothing more is tried', async () => {
  const tried: string[] = []
  const { played, failures } = await playAll(conversations, 1, async ({ id }, ids) => {
    tried.push(id)
    ids.push({ promptId: 'p', answerId: 'a' })
    if (id === 'c0') return nothing
    throw new Error('no answer')
  })
  expect(tried).toEqual(['c0', 'c1', 'c2', 'c3'])
  expect(played).toHaveLength(1)
  expect(failures[0]).toEqual({ session: 'c1', index: 2, what: 'not played to its end: no answer' })
  expect(failures).toHaveLength(4)
  expect(failures[3]).toEqual({ session: null, index: null, what: '4 conversations more were not tried' })
})
