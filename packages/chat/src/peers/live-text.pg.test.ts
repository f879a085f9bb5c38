import { createGate, wordPieces } from '@duck/testing/model-server'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Context } from '../context.ts'
import { sendMessage } from '../message/send.ts'
import { openTab } from '../testing/open-tab.ts'
import { say, useChat } from '../testing/use-chat.ts'

const server = useChat()
const TEXT = Array.from({ length: 100 }, (_, n) => `word${n} 🦆 `).join('')
const PIECES = wordPieces(TEXT)

/** Nobody answers there. */
const NOWHERE = 'postgres://nobody@127.0.0.1:1/nowhere'

/** An answer at the first server whose last words wait for `gate`; its text up to there. */
async function almostAnswered(sessionId: string) {
  const gate = createGate()
  server.model.setReply(() => ({
    deltas: PIECES,
    delayMs: 2,
    gate: { before: PIECES.length - 3, opened: gate.opened },
  }))
  const { stream } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  return { gate, streamId: stream.id, most: PIECES.slice(0, -3).join('') }
}

async function seesLiveText(elsewhere: Context, comes: 'before' | 'during'): Promise<void> {
  const sessionId = await server.newSession()
  const early = comes === 'before' ? await openTab(elsewhere, { sessionIds: [sessionId] }) : null
  const { gate, streamId, most } = await almostAnswered(sessionId)
  if (!early) await expect.poll(() => server.ctx.answers.find(streamId)?.text.length).toBeGreaterThan(500)
  const tab = early ?? (await openTab(elsewhere, { sessionIds: [sessionId] }))
  await expect.poll(() => tab.text(streamId)).toBe(most)
  expect(tab.types()).not.toContain('stream-ended')
  gate.open()
  await expect.poll(() => tab.types()).toContain('stream-ended')
  expect(TEXT.startsWith(tab.text(streamId))).toBe(true)
  const [, row] = await server.rows(sessionId, 2)
  expect(row?.content).toBe(TEXT)
}

test.each(['before', 'during'] as const)(
  'a tab at another server that comes %s the answer has its text while it is written, without gap or repetition',
  async (comes) => {
    await seesLiveText(await server.peer(), comes)
  },
)

test.each(['before', 'during'] as const)(
  'so it is at a server that cannot listen, which looks by itself, for a tab that comes %s the answer',
  async (comes) => {
    const deaf = (await server.another({ listenUrl: NOWHERE })).as({ userId: 'local' })
    expect(deaf.peers.deaf).toBe(true)
    await seesLiveText(deaf, comes)
  },
)

test('a server that cannot listen tells of an answer elsewhere once, however often it looks', async () => {
  const deaf = (await server.another({ listenUrl: NOWHERE })).as({ userId: 'local' })
  const sessionId = await server.newSession()
  const tab = await openTab(deaf, { sessionIds: [sessionId] })
  const looks = vi.spyOn(deaf.peers.follower, 'follow')
  const { gate, streamId } = await almostAnswered(sessionId)
  await expect.poll(() => looks.mock.calls.length).toBeGreaterThanOrEqual(3)
  const opened = tab.events.filter((event) => event.type === 'stream-opened' && event.stream.id === streamId)
  expect(opened).toHaveLength(1)
  gate.open()
  await server.rows(sessionId, 2)
})

test('words of new text and of the end that are lost delay them, and take nothing away', async () => {
  const elsewhere = await server.peer()
  const sessionId = await server.newSession()
  const tab = await openTab(elsewhere, { sessionIds: [sessionId] })
  vi.spyOn(server.ctx.peers, 'tellDurable').mockReturnValue()
  onTestFinished(() => void vi.restoreAllMocks())
  const { gate, streamId, most } = await almostAnswered(sessionId)
  await expect.poll(() => tab.text(streamId)).toBe(most)
  vi.spyOn(server.ctx.peers, 'tell').mockReturnValue()
  gate.open()
  const end = {
    type: 'stream-ended',
    streamId,
    sessionId,
    status: 'finalized',
    messageIndex: 1,
    offset: TEXT.length,
  }
  await expect.poll(() => tab.events).toContainEqual(end)
})

test('the word of an end that is on its way is not forestalled, however often is looked', async () => {
  const elsewhere = await server.peer()
  const sessionId = await server.newSession()
  const tab = await openTab(elsewhere, { sessionIds: [sessionId] })
  const { gate, streamId, most } = await almostAnswered(sessionId)
  await expect.poll(() => tab.text(streamId)).toBe(most)
  const held: Parameters<typeof server.ctx.peers.tell>[] = []
  const tell = vi.spyOn(server.ctx.peers, 'tell').mockImplementation((...word) => void held.push(word))
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })
  gate.open()
  await server.rows(sessionId, 2)
  for (let look = 0; look < 20; look++) {
    elsewhere.peers.follower.heard([streamId])
    await server.rows(sessionId, 2)
  }
  expect(tab.types()).not.toContain('stream-ended')
  tell.mockRestore()
  for (const word of held) server.ctx.peers.tell(...word)
  const told = () => tab.types().filter((type) => /^(session-changed|stream-ended)$/.test(type))
  await expect.poll(() => told().slice(-2)).toEqual(['session-changed', 'stream-ended'])
})

test('text of a session that nobody shows at the other server is not sent to it', async () => {
  const elsewhere = await server.peer()
  const [shown, hidden] = [await server.newSession(), await server.newSession()]
  const tab = await openTab(elsewhere, { sessionIds: [shown] })
  const { gate, streamId, most } = await almostAnswered(hidden)
  await expect.poll(() => server.ctx.answers.find(streamId)?.text).toBe(most)
  gate.open()
  await expect.poll(() => tab.types()).toContain('stream-ended')
  expect(tab.types()).not.toContain('stream-delta')
})
