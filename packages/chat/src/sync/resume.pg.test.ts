import { must, uuidv7 } from '@duck/protocol'
import { createGate, type ScriptEnd, wordPieces } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { sendMessage } from '../message/send.ts'
import { stopStream } from '../stream/stop.ts'
import { openTab } from '../testing/open-tab.ts'
import { say, useChat } from '../testing/use-chat.ts'
import { type FeedEvent, subscribe } from './subscribe.ts'

const server = useChat()
const TEXT = Array.from({ length: 40 }, (_, n) => `word${n} 🦆 `).join('')
const PIECES = wordPieces(TEXT)

/** An answer at the first server that pauses in its middle until `gate` opens. */
async function halfAnswered(end: ScriptEnd = 'done') {
  const gate = createGate()
  const before = 40
  server.model.setReply(() => ({ deltas: PIECES, gate: { before, opened: gate.opened }, end }))
  const sessionId = await server.newSession()
  const { stream } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  const half = PIECES.slice(0, before).join('')
  await expect.poll(() => server.ctx.answers.find(stream.id)?.text).toBe(half)
  return { gate, sessionId, streamId: stream.id, half }
}

/** A tab of the first server that is cut once it has some of the answer; what it has, and the id it goes on from. */
async function cutInTheMiddle(sessionId: string, streamId: string, half: string) {
  const tab = await openTab(server.ctx, { sessionIds: [sessionId] })
  await expect.poll(() => tab.text(streamId)).toBe(half)
  await tab.cut()
  return { seen: tab.text(streamId).length, lastEventId: tab.lastEventId }
}

/** One event of a connection that is cut after it. */
async function nextEvent(ctx: Context, sessionId: string, lastEventId?: string): Promise<FeedEvent> {
  const input = { sessionIds: [sessionId], lastEventId }
  for await (const event of subscribe({ ctx, input }, AbortSignal.timeout(10_000))) return event
  throw new Error('no event came')
}

test('a reader goes on at another server from the very unit, to the end of the answer, without a new `ready`', async () => {
  const elsewhere = await server.peer()
  const { gate, sessionId, streamId, half } = await halfAnswered('hang')
  const { seen, lastEventId } = await cutInTheMiddle(sessionId, streamId, half)
  const tab = await openTab(elsewhere, { sessionIds: [sessionId], lastEventId })
  gate.open()
  await expect.poll(() => half + tab.text(streamId, seen)).toBe(TEXT)
  expect(tab.types()).not.toContain('stream-ended')
  await stopStream({ ctx: elsewhere, input: { streamId } })
  await expect.poll(() => tab.types()).toContain('stream-ended')
  expect(tab.types()).toContain('resync')
  expect(tab.types()).not.toContain('ready')
})

test.each(['here', 'elsewhere'])(
  'of an answer that has become a row meanwhile the rest of the row is given %s, then its end, then `resync`',
  async (where) => {
    const ctx = where === 'here' ? server.ctx : await server.peer()
    const { gate, sessionId, streamId, half } = await halfAnswered()
    const { seen, lastEventId } = await cutInTheMiddle(sessionId, streamId, half)
    gate.open()
    await server.rows(sessionId, 2)
    await expect.poll(() => server.ctx.answers.find(streamId)).toBeUndefined()
    const tab = await openTab(ctx, { sessionIds: [sessionId], lastEventId })
    await expect.poll(() => tab.types().slice(0, 3)).toEqual(['stream-delta', 'stream-ended', 'resync'])
    expect(half + tab.text(streamId, seen)).toBe(TEXT)
    expect(tab.events[1]).toMatchObject({ streamId, sessionId, status: 'finalized', messageIndex: 1 })
    const again = await openTab(ctx, { sessionIds: [sessionId], lastEventId: tab.lastEventId })
    expect(again.types()[0]).toBe('resync')
  },
)

test('an answer that began while the reader was away is opened, with its text from the start', async () => {
  const before = await openTab(server.ctx, { sessionIds: [] })
  await before.cut()
  const elsewhere = await server.peer()
  const { gate, sessionId, streamId, half } = await halfAnswered()
  for (const ctx of [server.ctx, elsewhere]) {
    const tab = await openTab(ctx, { sessionIds: [sessionId], lastEventId: before.lastEventId })
    await expect.poll(() => tab.text(streamId)).toBe(half)
    expect(tab.types()[0]).toBe('stream-opened')
    expect(tab.types()).toContain('resync')
    expect(tab.types()).not.toContain('ready')
  }
  gate.open()
  await server.rows(sessionId, 2)
})

test('a reader that is cut off after every single event, at either server in turn, gets everything once', async () => {
  const servers = [server.ctx, await server.peer()]
  const other = await halfAnswered()
  const { gate, sessionId, streamId } = await halfAnswered()
  const given: FeedEvent[] = []
  const next = async () => {
    const ctx = must(servers[given.length % 2], 'server')
    given.push(await nextEvent(ctx, sessionId, given.at(-1)?.id))
    if (given.length === 4) gate.open()
    return given.map(({ event }) => event.type)
  }
  await expect.poll(next, { interval: 5 }).toContain('stream-ended')
  await expect.poll(next, { interval: 5 }).toContain('resync')
  const deltas = given.flatMap(({ event }) => (event.type === 'stream-delta' ? [event] : []))
  let text = ''
  for (const { streamId: id, offset, delta } of deltas) {
    expect({ id, offset }).toEqual({ id: streamId, offset: text.length })
    text += delta
  }
  expect(text).toBe(TEXT)
  expect(given.filter(({ event }) => event.type === 'ready')).toHaveLength(1)
  other.gate.open()
  await server.rows(other.sessionId, 2)
})

test.each(['', 'garbage', '2~x', uuidv7()])(
  'after an id that cannot be read, %j, everything begins anew',
  async (lastEventId) => {
    const { gate, sessionId, streamId, half } = await halfAnswered()
    const tab = await openTab(server.ctx, { sessionIds: [sessionId], lastEventId })
    await expect.poll(() => tab.text(streamId)).toBe(half)
    expect(tab.types()[0]).toBe('ready')
    gate.open()
    await server.rows(sessionId, 2)
  },
)

test("an id that names another user's answer, or none that ever was, gives nothing of it", async () => {
  const { gate, sessionId, streamId } = await halfAnswered()
  const stranger = { ...server.ctx, actor: { userId: 'stranger' } }
  const lastEventId = `1~${streamId}.0~${uuidv7()}.7`
  const tab = await openTab(stranger, { lastEventId })
  expect(tab.types()).toEqual(['resync'])
  expect(tab.lastEventId).toBe('1')
  gate.open()
  await server.rows(sessionId, 2)
})
