import { uuidv7 } from '@duck/protocol'
import { createGate } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import { appendMessage } from '../message/append.ts'
import { sendMessage } from '../message/send.ts'
import { deleteSession } from '../session/delete.ts'
import { updateSession } from '../session/update.ts'
import { openTab } from '../testing/open-tab.ts'
import { say, useChat } from '../testing/use-chat.ts'

const server = useChat()

test('what happens at one server is told to the tabs at another, in order, and to no other user', async () => {
  const elsewhere = await server.peer()
  const gate = createGate()
  server.model.setReply(() => ({ deltas: ['ok'], gate: { before: 0, opened: gate.opened } }))
  const tab = await openTab(elsewhere)
  const stranger = await openTab({ ...elsewhere, actor: { userId: 'stranger' } })
  const sessionId = await server.newSession()
  const { message, stream } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  await expect.poll(() => tab.types()).toContain('stream-opened')
  gate.open()
  await expect.poll(() => tab.types()).toContain('stream-ended')
  const told = tab.events.filter(({ type }) => type !== 'sessions-changed' && type !== 'stream-delta')
  expect(told).toMatchObject([
    { type: 'ready' },
    { type: 'session-changed', sessionId, messageCount: 1, headId: message.id },
    { type: 'stream-opened', stream: { id: stream.id, status: 'queued' } },
    { type: 'stream-opened', stream: { id: stream.id, status: 'open' } },
    { type: 'session-changed', sessionId, messageCount: 2, headId: stream.id },
    { type: 'stream-ended', streamId: stream.id, sessionId, status: 'finalized', messageIndex: 1 },
  ])
  expect(tab.types()).toContain('sessions-changed')
  expect(stranger.types()).toEqual(['ready'])
})

test('a message, a setting and a deletion at either server reach the tabs at the other', async () => {
  const elsewhere = await server.peer()
  const sessionId = await server.newSession()
  for (const [here, there] of [
    [server.ctx, elsewhere],
    [elsewhere, server.ctx],
  ] as const) {
    const tab = await openTab(there, { sessionIds: [sessionId] })
    const id = uuidv7()
    await appendMessage({ ctx: here, input: { sessionId, id, role: 'system', content: 'Quack' } })
    await expect.poll(() => tab.events).toContainEqual(expect.objectContaining({ sessionId, headId: id }))
    const before = tab.given.length
    await updateSession({ ctx: here, input: { sessionId, pinned: true } })
    await expect.poll(() => tab.types().slice(before)).toContain('sessions-changed')
    await tab.cut()
  }
  const tab = await openTab(server.ctx)
  await deleteSession({ ctx: elsewhere, input: { sessionId } })
  await expect.poll(() => tab.types()).toContain('sessions-changed')
})

test('a server that leaves may have taken words with it: tabs elsewhere are told to fetch everything', async () => {
  const leaving = await server.another()
  const tab = await openTab(server.ctx)
  const { serverId } = server.ctx
  const beatOf = async () => (await server.sql`select beat from servers where id = ${serverId}`)[0]?.beat
  // Met at the latest by the second beat from now.
  const since = BigInt(await beatOf())
  await expect.poll(async () => BigInt(await beatOf()) - since).toBeGreaterThanOrEqual(2n)
  await leaving.close()
  await expect.poll(() => tab.types()).toContain('resync')
})
