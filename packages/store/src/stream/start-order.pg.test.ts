import { must, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { finalize, newServer, sendDraft } from '../testing/answers.ts'
import { useDb } from '../testing/use-db.ts'
import { askStop } from './ask-stop.ts'
import { startStream } from './start.ts'

const store = useDb()

async function asked(sessionId: string, serverId: string): Promise<string> {
  return (await sendMessage(store.db, sendDraft(sessionId, { serverId }))).stream.id
}

/** Asks for three answers in one commit, whose ids are in the wrong order; gives the streams in the order of asking. */
async function askedTogether(sessionId: string, serverId: string): Promise<string[]> {
  const ids = [uuidv7(), uuidv7(), uuidv7()].toReversed()
  const streamIds = [uuidv7(), uuidv7(), uuidv7()].toReversed()
  const each = <Value>(value: Value) => ids.map(() => value)
  await store.sql`
    select * from append_batch(${each('local')}, ${each(sessionId)}, ${ids}, ${each('user')}, ${each('Hi')},
      null, null, null, null, ${streamIds}, ${each('duck/duck')}, ${serverId})`
  return streamIds
}

test('answers of a session begin in the order of asking, whichever server comes first', async () => {
  const sessionId = await store.newSession()
  const [here, there] = [await newServer(store.db), await newServer(store.db)]
  const first = await asked(sessionId, here)
  const second = await asked(sessionId, there)
  const third = await asked(sessionId, here)
  expect(await startStream(store.db, there, second)).toBe('busy')
  expect(await startStream(store.db, here, third)).toBe('busy')
  expect(await startStream(store.db, here, first)).toBe('open')
  await finalize(store.db, here, first)
  expect(await startStream(store.db, here, third)).toBe('busy')
  expect(await startStream(store.db, there, second)).toBe('open')
})

test('answers that are asked for in one commit begin in the order of their prompts', async () => {
  const sessionId = await store.newSession()
  const serverId = await newServer(store.db)
  const order = await askedTogether(sessionId, serverId)
  for (let begun = 0; begun < order.length; begun++) {
    const left = order.slice(begun)
    const starts = []
    for (const id of left.toReversed()) starts.unshift(await startStream(store.db, serverId, id))
    expect(starts).toEqual(left.map((_, at) => (at === 0 ? 'open' : 'busy')))
    await finalize(store.db, serverId, must(left[0], 'stream'))
  }
})

test('an older answer that ends while it waits keeps no later one waiting', async () => {
  const sessionId = await store.newSession()
  const [here, there] = [await newServer(store.db), await newServer(store.db)]
  const first = await asked(sessionId, here)
  const second = await asked(sessionId, there)
  await finalize(store.db, here, first, { status: 'stopped', finishReason: 'stopped', content: '' })
  expect(await startStream(store.db, there, second)).toBe('open')
})

test('an answer whose end was asked for while it waited does not begin', async () => {
  const serverId = await newServer(store.db)
  const streamId = await asked(await store.newSession(), serverId)
  await askStop(store.db, 'local', streamId)
  expect(await startStream(store.db, serverId, streamId)).toBe('stopped')
})

test('an answer that has begun is open to its server, also once its end was asked for', async () => {
  const serverId = await newServer(store.db)
  const streamId = await asked(await store.newSession(), serverId)
  await startStream(store.db, serverId, streamId)
  await askStop(store.db, 'local', streamId)
  expect(await startStream(store.db, serverId, streamId)).toBe('open')
})
