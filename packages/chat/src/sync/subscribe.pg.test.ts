import { NO_STREAMS, reduceLive, type SyncEvent } from '@duck/protocol'
import { createGate, wordPieces } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { createSession } from '../session/create.ts'
import { say, useChat } from '../testing/use-chat.ts'
import { subscribe } from './subscribe.ts'

const server = useChat()
const TEXT = Array.from({ length: 200 }, (_, n) => `word${n} `).join('')

/** Reads the feed until an event fits. */
async function readUntil(
  sessionIds: string[] | undefined,
  fits: (event: SyncEvent) => boolean,
): Promise<SyncEvent[]> {
  const abort = new AbortController()
  const events: SyncEvent[] = []
  for await (const { event } of subscribe({ ctx: server.ctx, input: { sessionIds } }, abort.signal)) {
    events.push(event)
    if (fits(event)) abort.abort()
  }
  return events
}

function textOf(events: SyncEvent[], streamId: string): string | undefined {
  return events.reduce((state, event) => reduceLive(state, event).state, NO_STREAMS).streams[streamId]?.text
}

test('a tab that comes at any moment of an answer has its whole text, without gap or repetition', async () => {
  server.model.setReply(() => ({ deltas: wordPieces(TEXT), delayMs: 1 }))
  const sessionId = await server.newSession()
  const { stream } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  const ended = (event: SyncEvent) => event.type === 'stream-ended' && event.streamId === stream.id
  const readers: Promise<SyncEvent[]>[] = []
  while (server.ctx.answers.find(stream.id)) {
    readers.push(readUntil([sessionId], ended))
    const length = server.ctx.answers.find(stream.id)?.text?.length ?? 0
    await expect
      .poll(() => server.ctx.answers.find(stream.id)?.text?.length !== length, { interval: 5 })
      .toBe(true)
    if (length > TEXT.length / 2) break
  }
  expect(readers.length).toBeGreaterThan(3)
  for (const events of await Promise.all(readers)) {
    expect(textOf(events, stream.id)).toBe(TEXT)
    let at = 0
    for (const event of events) {
      if (event.type !== 'stream-delta') continue
      expect(event.offset).toBe(at)
      at += event.delta.length
    }
  }
})

test('every event of an answer comes in order, its count before its end', async () => {
  const gate = createGate()
  server.model.setReply(() => ({ deltas: ['ok'], gate: { before: 0, opened: gate.opened } }))
  const sessionId = await server.newSession()
  const reading = readUntil([sessionId], (event) => event.type === 'stream-ended')
  await expect.poll(() => server.ctx.feed.subscribers('local')).toBe(1)
  const { message, stream } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  gate.open()
  const events = (await reading).filter((event) => event.type !== 'sessions-changed')
  expect(events).toMatchObject([
    { type: 'ready', counts: { [sessionId]: 0 }, openStreams: [] },
    { type: 'session-changed', sessionId, messageCount: 1, headId: message.id },
    { type: 'stream-opened', stream: { id: stream.id, status: 'queued' } },
    { type: 'stream-opened', stream: { id: stream.id, status: 'open' } },
    { type: 'stream-delta', offset: 0, delta: 'ok' },
    { type: 'session-changed', sessionId, messageCount: 2, headId: stream.id },
    { type: 'stream-ended', streamId: stream.id, status: 'finalized', messageIndex: 1 },
  ])
})

test('live text goes only to those who show its session, and nothing to another user', async () => {
  server.model.setReply(() => ({ deltas: ['ok'] }))
  const [shown, hidden] = [await server.newSession(), await server.newSession()]
  const other = server.chat.as({ userId: 'somebody else' })
  const abort = new AbortController()
  const theirs: SyncEvent[] = []
  const watching = (async () => {
    for await (const { event } of subscribe({ ctx: other, input: {} }, abort.signal)) theirs.push(event)
  })()
  const reading = readUntil([shown], (event) => event.type === 'stream-ended' && event.sessionId === shown)
  await expect.poll(() => server.ctx.feed.subscribers('local')).toBe(1)
  await sendMessage({ ctx: server.ctx, input: say(hidden, 'Hi') })
  await server.rows(hidden, 2)
  await sendMessage({ ctx: server.ctx, input: say(shown, 'Hi') })
  const deltas = (await reading).filter((event) => event.type === 'stream-delta')
  expect(deltas).toHaveLength(1)
  await createSession({ ctx: other, input: {} })
  await expect.poll(() => theirs.map(({ type }) => type)).toEqual(['ready', 'sessions-changed'])
  abort.abort()
  await watching
  expect(server.ctx.feed.subscribers('somebody else')).toBe(0)
})
