import { must, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { appendMessage } from '../message/append.ts'
import { listLine } from '../message/line.ts'
import { searchMessages } from '../message/search.ts'
import { eventsOf } from '../testing/events-of.ts'
import { useChat } from '../testing/use-chat.ts'
import { deleteSession } from './delete.ts'
import { getSession } from './get.ts'
import { indexAt } from './index-at.ts'
import { markRead } from './mark-read.ts'
import { restoreSession } from './restore.ts'
import { selectHead } from './select-head.ts'

const server = useChat()

/** A session with so many messages of one line; gives their ids. None is a user's, whose first one names the session later. */
async function sessionOf(count: number): Promise<{ sessionId: string; ids: string[] }> {
  const sessionId = await server.newSession()
  const ids = Array.from({ length: count }, () => uuidv7())
  for (const [n, id] of ids.entries())
    await appendMessage({ ctx: server.ctx, input: { sessionId, id, role: 'system', content: `Quack ${n}` } })
  await server.ctx.activity.flush()
  return { sessionId, ids }
}

test('a chosen line is told to the tabs after the commit, and is what the next page of the line shows', async () => {
  const { sessionId, ids } = await sessionOf(3)
  const messageId = must(ids[0], 'first id')
  const events = await eventsOf(server.ctx, async () => {
    const session = await selectHead({ ctx: server.ctx, input: { sessionId, messageId } })
    expect(session).toMatchObject({ id: sessionId, headId: messageId, messageCount: 3 })
  })
  expect(events).toEqual([
    { type: 'session-changed', sessionId, messageCount: 3, headId: messageId },
    { type: 'sessions-changed' },
  ])
  const line = await listLine({ ctx: server.ctx, input: { sessionId } })
  expect(line.messages.map(({ id }) => id)).toEqual([messageId])
})

test('a session has the time of its last message a moment after the message', async () => {
  const { ctx } = server
  const sessionId = await server.newSession()
  const input = { sessionId, id: uuidv7(), role: 'system' as const, content: 'Quack' }
  const { createdAt } = await appendMessage({ ctx, input })
  const last = async () => (await getSession({ ctx, input: { sessionId } })).lastMessageAt
  expect(await last()).toBeNull()
  await expect.poll(async () => ((await last()) ?? '') >= createdAt).toBe(true)
})

test('a choice that is refused is told to nobody', async () => {
  const { sessionId } = await sessionOf(1)
  const events = await eventsOf(server.ctx, async () => {
    const input = { sessionId, messageId: uuidv7() }
    await expect(selectHead({ ctx: server.ctx, input })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
  expect(events).toEqual([])
})

test('a restored session is told to the tabs once, and found again', async () => {
  const { sessionId } = await sessionOf(1)
  const { ctx } = server
  await deleteSession({ ctx, input: { sessionId } })
  const found = async () => {
    const { hits } = await searchMessages({ ctx, input: { query: 'quack 0' } })
    return hits.filter((hit) => hit.sessionId === sessionId)
  }
  expect(await found()).toEqual([])
  const restore = () => restoreSession({ ctx, input: { sessionId } })
  expect(await eventsOf(ctx, restore)).toEqual([{ type: 'sessions-changed' }])
  expect(await eventsOf(ctx, restore)).toEqual([])
  expect(await getSession({ ctx, input: { sessionId } })).toEqual(await restore())
  expect(await found()).toMatchObject([{ sessionId, messageIndex: 0, ranges: [[0, 7]] }])
})

test('a read mark is told to the tabs when it moves', async () => {
  const { sessionId } = await sessionOf(2)
  const mark = (messageIndex: number) => () =>
    markRead({ ctx: server.ctx, input: { sessionId, messageIndex } })
  expect(await eventsOf(server.ctx, mark(1))).toEqual([{ type: 'sessions-changed' }])
  expect(await eventsOf(server.ctx, mark(0))).toEqual([])
  expect(await getSession({ ctx: server.ctx, input: { sessionId } })).toMatchObject({ lastReadIndex: 1 })
})

test('the index at a time is that of a message, or null', async () => {
  const { sessionId } = await sessionOf(2)
  const { messages } = await listLine({ ctx: server.ctx, input: { sessionId } })
  const at = (time: string) => indexAt({ ctx: server.ctx, input: { sessionId, time } })
  expect(await at('2000-01-01T00:00:00.000Z')).toEqual({ messageIndex: 0 })
  expect(await at(must(messages[0], 'message').createdAt)).toEqual({ messageIndex: 0 })
  expect(await at('2999-01-01T00:00:00.000Z')).toEqual({ messageIndex: null })
})
