import type { Script } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { listStreams } from '../stream/list.ts'
import { stopStream } from '../stream/stop.ts'
import { say, useChat } from '../testing/use-chat.ts'

const server = useChat()

async function answerTo(script: Script, rows: number) {
  server.model.setReply(() => script)
  const sessionId = await server.newSession()
  await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  const messages = await server.rows(sessionId, rows)
  return { sessionId, answer: messages[1] }
}

const DELTAS = ['Some ', 'text']
const WITH_TEXT: [string, Script, object][] = [
  ['is completed', { deltas: DELTAS }, { finishReason: 'completed' }],
  ["reaches the model's limit", { deltas: DELTAS, end: 'length' }, { finishReason: 'truncated' }],
  ['is cut', { deltas: DELTAS, end: 'cut' }, { finishReason: 'failed' }],
  ['turns into garbage', { deltas: DELTAS, end: 'garbage' }, { finishReason: 'failed' }],
  ['ends in an error', { deltas: DELTAS, end: 'error' }, { finishReason: 'failed' }],
  ['just ends', { deltas: DELTAS, end: 'no-finish' }, { finishReason: 'failed' }],
]

test.each(WITH_TEXT)(
  'an answer that %s is one row with its text and how it ended',
  async (_name, script, ending) => {
    const { answer } = await answerTo(script, 2)
    expect(answer).toMatchObject({ content: 'Some text', role: 'assistant', ...ending })
  },
)

const WITHOUT: [string, Script, string][] = [
  ['refuses the key', { deltas: [], status: 401 }, 'model-unauthorized'],
  ['is overloaded', { deltas: [], status: 429 }, 'model-rate-limited'],
  ['says nothing', { deltas: [] }, 'empty-answer'],
  ['says only white space', { deltas: [' ', '\n', '\u00a0'] }, 'empty-answer'],
  ['breaks off at once', { deltas: [], end: 'cut' }, 'model-broke-off'],
]

test.each(WITHOUT)(
  'a model that %s leaves the prompt, no row, and a stream that says why',
  async (_name, script, errorClass) => {
    const { sessionId } = await answerTo(script, 1)
    const streams = async () => (await listStreams({ ctx: server.ctx, input: { sessionId } })).streams
    await expect.poll(streams).toMatchObject([{ status: 'failed', errorClass }])
    await server.rows(sessionId, 1)
  },
)

test('a stop keeps what was said, at the model server too', async () => {
  server.model.setReply(() => ({ deltas: DELTAS, end: 'hang' }))
  const sessionId = await server.newSession()
  const { stream } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  await expect.poll(() => server.ctx.answers.find(stream.id)?.text).toBe('Some text')
  await stopStream({ ctx: server.ctx, input: { streamId: stream.id } })
  const [, answer] = await server.rows(sessionId, 2)
  expect(answer).toMatchObject({ id: stream.id, content: 'Some text', finishReason: 'stopped' })
  await expect(server.model.requests.at(-1)?.ended).resolves.toBe('client-closed')
})

test('a stop of an answer that waits leaves no row, and the next one goes on', async () => {
  server.model.setReply(() => ({ deltas: DELTAS, end: 'hang' }))
  const sessionId = await server.newSession()
  const running = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'one') })
  const waiting = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'two') })
  await sendMessage({ ctx: server.ctx, input: say(sessionId, 'three') })
  await expect.poll(() => server.ctx.answers.find(running.stream.id)?.text).toBe('Some text')
  server.model.setReply(() => ({ deltas: ['done'] }))
  await stopStream({ ctx: server.ctx, input: { streamId: waiting.stream.id } })
  await stopStream({ ctx: server.ctx, input: { streamId: running.stream.id } })
  const rows = await server.rows(sessionId, 5)
  expect(rows.slice(3).map(({ content }) => content)).toEqual(['Some text', 'done'])
  const { streams } = await listStreams({ ctx: server.ctx, input: { sessionId } })
  expect(streams).toMatchObject([{ id: waiting.stream.id, status: 'stopped' }])
})

test('what the model emits and Postgres cannot keep is mended, and the row says so', async () => {
  const { answer } = await answerTo({ deltas: ['a\u0000b', 'half \ud83e', '\udd86 and \ud83e'] }, 2)
  expect(answer).toMatchObject({
    content: 'a\ufffdbhalf 🦆 and \ufffd',
    metadata: { replacedCharacters: true },
  })
})

test('every database connection is cut in mid-answer: the answer is one row all the same', async () => {
  server.model.setReply(() => ({ deltas: Array.from({ length: 60 }, (_, n) => `${n} `), delayMs: 10 }))
  const sessionId = await server.newSession()
  const { stream } = await sendMessage({ ctx: server.ctx, input: say(sessionId, 'Hi') })
  await expect.poll(() => server.ctx.answers.find(stream.id)?.text).toContain('10 ')
  await server.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`
  await expect.poll(() => server.ctx.answers.find(stream.id)?.text, { timeout: 10_000 }).toBeUndefined()
  const [, answer] = await server.rows(sessionId, 2)
  expect(answer).toMatchObject({
    content: Array.from({ length: 60 }, (_, n) => `${n} `).join(''),
    finishReason: 'completed',
  })
})

test('a shutdown ends answers as interrupted rows, waiting ones too', async () => {
  const chat = await server.another()
  const ctx = chat.as({ userId: 'local' })
  server.model.setReply(() => ({ deltas: DELTAS, end: 'hang' }))
  const sessionId = await server.newSession()
  const { stream } = await sendMessage({ ctx, input: say(sessionId, 'one') })
  await sendMessage({ ctx, input: say(sessionId, 'two') })
  await expect.poll(() => ctx.answers.find(stream.id)?.text).toBe('Some text')
  await chat.close()
  const rows = await server.rows(sessionId, 3)
  expect(rows[2]).toMatchObject({ content: 'Some text', finishReason: 'interrupted' })
  const { streams } = await listStreams({ ctx: server.ctx, input: { sessionId } })
  expect(streams).toMatchObject([{ status: 'interrupted', errorClass: 'server-stopped' }])
  await expect(sendMessage({ ctx, input: say(sessionId, 'three') })).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
  })
})
