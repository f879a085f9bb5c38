import { type ErrorClass, type FinishReason, type StreamEnd, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { getMessage } from '../message/get.ts'
import { finalize, newServer, openAnswer } from '../testing/answers.ts'
import { durableText } from '../testing/durable-text.ts'
import { refusal } from '../testing/refusal.ts'
import { append, everythingOf, indexesOf, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { getStream, listStreams } from './list.ts'

const store = useDb()
const ENDS: [StreamEnd, FinishReason][] = [
  ['finalized', 'completed'],
  ['finalized', 'truncated'],
  ['stopped', 'stopped'],
  ['failed', 'failed'],
  ['interrupted', 'interrupted'],
]

const CLASSES: Partial<Record<StreamEnd, ErrorClass>> = {
  failed: 'model-broke-off',
  interrupted: 'server-stopped',
}

test.each(ENDS)(
  'an answer that ends %s, %s, becomes one row with its text and metadata',
  async (status, why) => {
    const sessionId = await store.newSession()
    const serverId = await newServer(store.db)
    const { prompt, stream } = await openAnswer(store.db, sessionId, serverId, 'Quack')
    const errorClass = CLASSES[status] ?? null
    const metadata = { model: 'duck/duck', usage: { inputTokens: 3 }, replacedCharacters: true }
    const end = { status, finishReason: why, content: 'Quack, 🦆!', metadata, errorClass } as const
    expect(await finalize(store.db, serverId, stream.id, end)).toEqual({
      result: 'ended',
      messageIndex: 1,
      messageCount: 2,
      headId: stream.id,
    })
    expect(await getMessage(store.db, 'local', stream.id)).toMatchObject({
      role: 'assistant',
      content: 'Quack, 🦆!',
      metadata,
      parentId: prompt.id,
      movesHead: true,
      origin: 'stream',
      finishReason: why,
    })
    expect(await getStream(store.db, 'local', stream.id)).toMatchObject({ status, errorClass })
    expect(await durableText(store.db, stream.id)).toBe('')
  },
)

test.each(ENDS)(
  'an answer that ends %s, %s, without text leaves no row and stays listed',
  async (status, why) => {
    const sessionId = await store.newSession()
    const serverId = await newServer(store.db)
    const { stream } = await openAnswer(store.db, sessionId, serverId)
    const errorClass = CLASSES[status] ?? null
    const end = { status, finishReason: why, content: '', errorClass } as const
    expect(await finalize(store.db, serverId, stream.id, end)).toMatchObject({
      result: 'ended',
      messageIndex: null,
      messageCount: 1,
    })
    expect(await indexesOf(store.sql, sessionId)).toEqual([0])
    expect(await listStreams(store.db, 'local', sessionId)).toMatchObject([
      { id: stream.id, status, errorClass },
    ])
  },
)

test('the same finalize again gives the same row', async () => {
  const sessionId = await store.newSession()
  const serverId = await newServer(store.db)
  const { stream } = await openAnswer(store.db, sessionId, serverId)
  const first = await finalize(store.db, serverId, stream.id)
  await append(store.db, sessionId)
  expect(await finalize(store.db, serverId, stream.id)).toMatchObject({
    ...first,
    result: 'replay',
    messageCount: 3,
    headId: expect.any(String),
  })
  expect(await indexesOf(store.sql, sessionId)).toEqual([0, 1, 2])
})

test('the same finalize without text again is a replay too', async () => {
  const serverId = await newServer(store.db)
  const { stream } = await openAnswer(store.db, await store.newSession(), serverId)
  const end = { status: 'stopped', finishReason: 'stopped', content: '' } as const
  const first = await finalize(store.db, serverId, stream.id, end)
  expect(await finalize(store.db, serverId, stream.id, end)).toEqual({ ...first, result: 'replay' })
})

test('ten finalizes at once make one row, among appends at once', async () => {
  const sessionId = await store.newSession()
  const serverId = await newServer(store.db)
  const { stream } = await openAnswer(store.db, sessionId, serverId)
  const [ends] = await Promise.all([
    Promise.all(upTo(10).map(() => finalize(store.db, serverId, stream.id))),
    Promise.all(upTo(20).map(() => append(store.db, sessionId))),
  ])
  expect(ends.filter((end) => end.result === 'ended')).toHaveLength(1)
  expect(ends.filter((end) => end.result === 'replay')).toHaveLength(9)
  expect(new Set(ends.map((end) => end.messageIndex)).size).toBe(1)
  expect(await indexesOf(store.sql, sessionId)).toEqual(upTo(22))
})

test('another server, or one that says another end, is fenced and writes nothing', async () => {
  const sessionId = await store.newSession()
  const serverId = await newServer(store.db)
  const { stream } = await openAnswer(store.db, sessionId, serverId, 'Qua')
  const before = await everythingOf(store.sql, sessionId)
  expect(await finalize(store.db, uuidv7(), stream.id)).toMatchObject({
    result: 'fenced',
    messageIndex: null,
  })
  expect(await everythingOf(store.sql, sessionId)).toEqual(before)
  await finalize(store.db, serverId, stream.id)
  const after = await everythingOf(store.sql, sessionId)
  const stopped = { status: 'stopped', finishReason: 'stopped', content: 'Qua' } as const
  expect(await finalize(store.db, serverId, stream.id, stopped)).toMatchObject({ result: 'fenced' })
  expect(await finalize(store.db, serverId, uuidv7())).toMatchObject({ result: 'fenced' })
  expect(await everythingOf(store.sql, sessionId)).toEqual(after)
})

test('a session that someone has locked is answered within 2.5 s, and the answer ends afterwards', async () => {
  const serverId = await newServer(store.db)
  const { stream } = await openAnswer(store.db, await store.newSession(), serverId)
  await store.sql.begin(async (tx) => {
    await tx`select from chat_sessions where id = ${stream.sessionId} for update`
    const since = performance.now()
    expect(await refusal(finalize(store.db, serverId, stream.id))).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    })
    expect(performance.now() - since).toBeLessThan(2500)
  })
  expect(await finalize(store.db, serverId, stream.id)).toMatchObject({ result: 'ended', messageIndex: 1 })
})
