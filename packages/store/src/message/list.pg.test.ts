import type { MessageList } from '@duck/protocol'
import { expect, test } from 'vitest'
import { deleteSession } from '../session/delete.ts'
import { refusal } from '../testing/refusal.ts'
import { append, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { type ListInput, listMessages } from './list.ts'

const store = useDb()
const MIB = 1024 * 1024

async function sessionOf(count: number, content = 'Quack'): Promise<string> {
  const sessionId = await store.newSession()
  for (const n of upTo(count)) await append(store.db, sessionId, { content: `${content} ${n}` })
  return sessionId
}

async function indexes(
  sessionId: string,
  bounds: Omit<ListInput, 'userId' | 'sessionId'>,
): Promise<number[]> {
  const list = await listMessages(store.db, { userId: 'local', sessionId, ...bounds })
  return list.messages.map((message) => message.messageIndex)
}

const range = (from: number, to: number) => upTo(to).slice(from)

test('without bounds the newest page comes, ascending', async () => {
  const sessionId = await sessionOf(60)
  expect(await indexes(sessionId, {})).toEqual(range(10, 60))
  expect(await indexes(sessionId, { limit: 3 })).toEqual([57, 58, 59])
  expect(await indexes(sessionId, { limit: 200 })).toEqual(upTo(60))
})

test('before, after and around bound the page by index', async () => {
  const sessionId = await sessionOf(20)
  expect(await indexes(sessionId, { before: 5 })).toEqual(upTo(5))
  expect(await indexes(sessionId, { before: 15, limit: 4 })).toEqual([11, 12, 13, 14])
  expect(await indexes(sessionId, { before: 0 })).toEqual([])
  expect(await indexes(sessionId, { after: -1, limit: 4 })).toEqual(upTo(4))
  expect(await indexes(sessionId, { after: 15 })).toEqual([16, 17, 18, 19])
  expect(await indexes(sessionId, { after: 19 })).toEqual([])
  expect(await indexes(sessionId, { around: 10, limit: 5 })).toEqual([8, 9, 10, 11, 12])
  expect(await indexes(sessionId, { around: 0, limit: 5 })).toContain(0)
  expect(await indexes(sessionId, { around: 19, limit: 5 })).toContain(19)
  expect(await indexes(sessionId, { around: 7, limit: 1 })).toEqual([7])
})

test('count and head come with every page, an empty one too', async () => {
  const sessionId = await store.newSession()
  expect(await listMessages(store.db, { userId: 'local', sessionId })).toEqual({
    messages: [],
    messageCount: 0,
    headId: null,
  })
  await append(store.db, sessionId)
  const { id } = await append(store.db, sessionId)
  expect(await listMessages(store.db, { userId: 'local', sessionId, before: 0 })).toEqual({
    messages: [],
    messageCount: 2,
    headId: id,
  })
})

test('a page holds at most 4 MiB and at least one row', async () => {
  const sessionId = await sessionOf(6, 'x'.repeat(MIB - 10))
  const huge = 'y'.repeat(5 * MIB)
  await store.sql`
    insert into messages (session_id, message_index, role, content) values (${sessionId}, 6, 'user', ${huge})`
  expect(await indexes(sessionId, {})).toEqual([6])
  expect(await indexes(sessionId, { before: 6 })).toEqual([2, 3, 4, 5])
  expect(await indexes(sessionId, { after: -1 })).toEqual([0, 1, 2, 3])
  expect(await indexes(sessionId, { after: 3 })).toEqual([4, 5])
  expect(await indexes(sessionId, { after: 5 })).toEqual([6])
})

test('long metadata counts towards the 4 MiB of a page', async () => {
  const sessionId = await store.newSession()
  await store.sql`
    insert into messages (session_id, message_index, role, content, metadata)
    select ${sessionId}, n, 'user', 'x', jsonb_build_object('legacy', repeat('z', ${3 * MIB})) from generate_series(0, 2) n`
  expect(await indexes(sessionId, { after: -1 })).toEqual([0])
  expect(await indexes(sessionId, {})).toEqual([2])
})

test('a page around a message has that message however long its neighbours are', async () => {
  const sessionId = await sessionOf(12, 'x'.repeat(MIB - 10))
  for (const around of [0, 6, 11]) expect(await indexes(sessionId, { around })).toContain(around)
})

test('each list is a prefix of every later list, while others append', async () => {
  const sessionId = await store.newSession()
  const lists: MessageList[] = []
  let writing = true
  const writers = Promise.all(upTo(60).map(() => append(store.db, sessionId))).finally(() => {
    writing = false
  })
  while (writing)
    lists.push(await listMessages(store.db, { userId: 'local', sessionId, after: -1, limit: 200 }))
  await writers
  const last = await listMessages(store.db, { userId: 'local', sessionId, after: -1, limit: 200 })
  expect(last.messages).toHaveLength(60)
  for (const list of lists) {
    expect(list.messages).toEqual(last.messages.slice(0, list.messages.length))
    expect(list.messageCount).toBe(list.messages.length)
    expect(list.headId).toBe(list.messages.at(-1)?.id ?? null)
  }
})

test('a list begun after an ack has the row', async () => {
  const sessionId = await store.newSession()
  await Promise.all(
    upTo(20).map(async () => {
      const message = await append(store.db, sessionId)
      const list = await listMessages(store.db, { userId: 'local', sessionId })
      expect(list.messages).toContainEqual(message)
    }),
  )
})

test("another's, an unknown and a deleted session are refused alike", async () => {
  const deleted = await sessionOf(1)
  await deleteSession(store.db, 'local', deleted, false)
  const refused = await refusal(indexes('no-such-session', {}))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  expect(await refusal(indexes(await store.newSession('someone'), {}))).toEqual(refused)
  expect(await refusal(indexes(deleted, {}))).toEqual(refused)
})
