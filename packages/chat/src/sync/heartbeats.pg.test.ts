import { setImmediate as turn } from 'node:timers/promises'
import { uuidv7 } from '@duck/protocol'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { appendMessage } from '../message/append.ts'
import { sendMessage } from '../message/send.ts'
import { say, useChat } from '../testing/use-chat.ts'
import { Feed } from './feed.ts'
import { Heartbeats } from './heartbeats.ts'

const server = useChat()
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }))
afterEach(() => void vi.useRealTimers())

/** Heartbeats to tabs of their own, which come as the fake clock is set forward. */
function beating(isDeaf = false) {
  const feed = new Feed()
  const heartbeats = new Heartbeats(server.ctx.db, feed, () => isDeaf)
  onTestFinished(() => heartbeats.close())
  const tab = (userId: string, sessionIds?: string[]) => feed.subscribe(userId, sessionIds).inbox
  return { tab }
}

/** The seconds pass one by one, with a turn between them, in which one's work can begin or come to its end. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await turn()
    vi.advanceTimersByTime(1_000)
    await turn()
  }
}

test('a tab hears every 10 s how long its sessions are and which answers of its user run, in all sessions', async () => {
  server.model.setReply(() => ({ deltas: ['Hi'], end: 'hang' }))
  const [shown, hidden] = [await server.newSession(), await server.newSession()]
  await appendMessage({
    ctx: server.ctx,
    input: { sessionId: shown, id: uuidv7(), role: 'system', content: 'Quack' },
  })
  const { stream } = await sendMessage({ ctx: server.ctx, input: say(hidden, 'Hi') })
  const { tab } = beating()
  const [one, blind, stranger] = [tab('local', [shown, 'unknown']), tab('local'), tab('stranger', [shown])]
  await pass(10)
  expect(one.drain()).toEqual([])
  await pass(1)
  const beat = { type: 'heartbeat', counts: { [shown]: 1 }, streams: [stream.id] }
  await one.wait()
  expect(one.drain()).toEqual([beat])
  expect(blind.drain()).toEqual([{ ...beat, counts: {} }])
  expect(stranger.drain()).toEqual([{ type: 'heartbeat', counts: {}, streams: [] }])
  await pass(9)
  expect(one.drain()).toEqual([])
  await pass(1)
  await one.wait()
  expect(one.drain()).toEqual([beat])
  server.ctx.answers.stop(stream.id)
  await expect.poll(() => server.ctx.answers.find(stream.id)).toBeUndefined()
})

test('a hundred tabs of many users are told by two reads of the database', async () => {
  const sessionId = await server.newSession()
  const { tab } = beating()
  const tabs = Array.from({ length: 100 }, (_, nth) => tab(nth % 2 ? 'local' : `user ${nth}`, [sessionId]))
  await pass(10)
  const reads = vi.spyOn(server.ctx.db.main, 'run')
  await pass(1)
  await Promise.all(tabs.map((inbox) => inbox.wait()))
  expect(reads).toHaveBeenCalledTimes(2)
  reads.mockRestore()
  for (const [nth, inbox] of tabs.entries()) {
    const counts = nth % 2 ? { [sessionId]: 0 } : {}
    expect(inbox.drain()).toEqual([{ type: 'heartbeat', counts, streams: [] }])
  }
})

test('where no notices come a tab hears every second', async () => {
  const { tab } = beating(true)
  const inbox = tab('local', [])
  await pass(1)
  expect(inbox.drain()).toEqual([])
  for (const _ of [1, 2, 3]) {
    await pass(1)
    await inbox.wait()
    expect(inbox.drain()).toHaveLength(1)
  }
})

test('while the database is away a tab gets a sign of life that claims nothing', async () => {
  const { tab } = beating()
  const inbox = tab('local', ['s'])
  await pass(10)
  const reads = vi.spyOn(server.ctx.db.main, 'run').mockRejectedValue(new Error('away'))
  await pass(1)
  await inbox.wait()
  reads.mockRestore()
  expect(inbox.drain()).toEqual([{ type: 'heartbeat', counts: {} }])
})
