import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { beat } from '../server/beat.ts'
import { durableText } from '../testing/durable-text.ts'
import { useDb } from '../testing/use-db.ts'
import { checkpointStreams } from './checkpoint.ts'
import { startStream } from './start.ts'

const store = useDb()

async function openStreams(serverId: string, count: number): Promise<string[]> {
  await beat(store.db, serverId)
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    const sessionId = await store.newSession()
    const streamId = uuidv7()
    await sendMessage(store.db, {
      userId: 'local',
      sessionId,
      id: uuidv7(),
      content: 'Hi',
      streamId,
      model: 'duck/duck',
      serverId,
    })
    await startStream(store.db, serverId, streamId)
    ids.push(streamId)
  }
  return ids
}

test('the text of several streams is durable by one statement', async () => {
  const serverId = uuidv7()
  const [a = '', b = ''] = await openStreams(serverId, 2)
  const first = await checkpointStreams(store.db, serverId, [
    { streamId: a, startUnit: 0, delta: 'Hello, ' },
    { streamId: b, startUnit: 0, delta: '🦆' },
  ])
  expect(first).toEqual(
    new Map([
      [a, 7],
      [b, 2],
    ]),
  )
  await checkpointStreams(store.db, serverId, [{ streamId: a, startUnit: 7, delta: 'duck "{},\\' }])
  expect(await durableText(store.db, a)).toBe('Hello, duck "{},\\')
  expect(await durableText(store.db, b)).toBe('🦆')
})

test('a delta that comes twice or leaves a gap changes nothing', async () => {
  const serverId = uuidv7()
  const [a = ''] = await openStreams(serverId, 1)
  const hello = { streamId: a, startUnit: 0, delta: 'Hello' }
  await checkpointStreams(store.db, serverId, [hello])
  expect(await checkpointStreams(store.db, serverId, [hello])).toEqual(new Map([[a, 5]]))
  expect(await checkpointStreams(store.db, serverId, [{ ...hello, startUnit: 9 }])).toEqual(new Map([[a, 5]]))
  expect(await durableText(store.db, a)).toBe('Hello')
})

test('a server writes only the streams that are its own', async () => {
  const [a = ''] = await openStreams(uuidv7(), 1)
  expect(await checkpointStreams(store.db, uuidv7(), [{ streamId: a, startUnit: 0, delta: 'mine' }])).toEqual(
    new Map(),
  )
  expect(await durableText(store.db, a)).toBe('')
})
