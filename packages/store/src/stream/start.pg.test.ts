import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { finalize, newServer, sendDraft } from '../testing/answers.ts'
import { upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { startStream } from './start.ts'

const store = useDb()

async function queued(sessionId: string, serverId: string): Promise<string> {
  return (await sendMessage(store.db, sendDraft(sessionId, { serverId }))).stream.id
}

test('a queued stream opens, and stays open however often its server asks', async () => {
  const serverId = await newServer(store.db)
  const streamId = await queued(await store.newSession(), serverId)
  expect(await startStream(store.db, serverId, streamId)).toBe('open')
  expect(await startStream(store.db, serverId, streamId)).toBe('open')
})

test('one answer is open in a session at a time, whichever servers write them', async () => {
  const sessionId = await store.newSession()
  const [here, there] = [await newServer(store.db), await newServer(store.db)]
  const first = await queued(sessionId, here)
  const second = await queued(sessionId, there)
  const elsewhere = await queued(await store.newSession(), there)
  expect(await startStream(store.db, here, first)).toBe('open')
  expect(await startStream(store.db, there, second)).toBe('busy')
  expect(await startStream(store.db, there, elsewhere)).toBe('open')
  await finalize(store.db, here, first)
  expect(await startStream(store.db, there, second)).toBe('open')
})

test('of ten that start at once in a session one opens', async () => {
  const sessionId = await store.newSession()
  const serverId = await newServer(store.db)
  const ids = await Promise.all(upTo(10).map(() => queued(sessionId, serverId)))
  const starts = await Promise.all(ids.map((id) => startStream(store.db, serverId, id)))
  expect(starts.filter((start) => start === 'open')).toHaveLength(1)
  expect(starts.filter((start) => start === 'busy')).toHaveLength(9)
})

test("an ended, an unknown and another server's stream cannot be opened", async () => {
  const serverId = await newServer(store.db)
  const streamId = await queued(await store.newSession(), serverId)
  expect(await startStream(store.db, uuidv7(), streamId)).toBe('gone')
  expect(await startStream(store.db, serverId, uuidv7())).toBe('gone')
  await finalize(store.db, serverId, streamId, { status: 'stopped', finishReason: 'stopped', content: '' })
  expect(await startStream(store.db, serverId, streamId)).toBe('gone')
})
