import type { MessageList } from '@duck/protocol'
import { expect, test } from 'vitest'
import { FollowedList } from './followed-list.ts'

/** A session of so many messages, and how often it was fetched. */
function createSession() {
  const session = { messageCount: 1, fetches: 0, failures: 0 }
  const fetch = (): Promise<MessageList> => {
    session.fetches += 1
    if (session.failures-- > 0) return Promise.reject(new Error('away'))
    return Promise.resolve({ messages: [], messageCount: session.messageCount, headId: null })
  }
  return { session, followed: new FollowedList('mine', fetch) }
}

test('it fetches what it has not, and nothing for a count that it has or another session', async () => {
  const { session, followed } = createSession()
  followed.hear([{ kind: 'everything' }])
  await expect.poll(() => followed.list?.messageCount).toBe(1)
  followed.hear([{ kind: 'messages', sessionId: 'mine', messageCount: 1, headId: null }])
  followed.hear([{ kind: 'messages', sessionId: 'another', messageCount: 9 }])
  expect(session.fetches).toBe(1)
  session.messageCount = 2
  followed.hear([{ kind: 'messages', sessionId: 'mine', messageCount: 2 }])
  await expect.poll(() => followed.list?.messageCount).toBe(2)
  expect(session.fetches).toBe(2)
})

test('a fetch that fails is made again', async () => {
  const { session, followed } = createSession()
  session.failures = 1
  followed.hear([{ kind: 'everything' }])
  await expect.poll(() => followed.list?.messageCount).toBe(1)
  expect(session.fetches).toBe(2)
})
