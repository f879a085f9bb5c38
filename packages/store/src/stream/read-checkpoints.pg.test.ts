import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { deleteSession } from '../session/delete.ts'
import { finalize, newServer, openAnswer } from '../testing/answers.ts'
import { upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { checkpointStreams } from './checkpoint.ts'
import { readCheckpoints } from './read-checkpoints.ts'

const store = useDb()

/** An open answer whose text became durable piece by piece. */
async function durable(
  ...pieces: string[]
): Promise<{ streamId: string; sessionId: string; serverId: string }> {
  const serverId = await newServer(store.db)
  const { stream } = await openAnswer(store.db, await store.newSession(), serverId)
  let startUnit = 0
  for (const delta of pieces) {
    await checkpointStreams(store.db, serverId, [{ streamId: stream.id, startUnit, delta }])
    startUnit += delta.length
  }
  return { streamId: stream.id, sessionId: stream.sessionId, serverId }
}

async function textFrom(streamId: string, fromUnit: number): Promise<string | undefined> {
  const read = await readCheckpoints(store.db, [{ userId: 'local', streamId, fromUnit }])
  return read.get(streamId)?.text
}

test('from every unit, also from the middle of a checkpoint, the rest of the text is read', async () => {
  const text = 'Hello, dear duck'
  const { streamId } = await durable('Hello', ', ', 'dear duck')
  for (const fromUnit of upTo(text.length + 3))
    expect(await textFrom(streamId, fromUnit)).toBe(text.slice(fromUnit))
})

test('units are UTF-16 code units: what Postgres counts as one character may be two', async () => {
  const text = '🦆é🦆a🦆'
  const { streamId } = await durable('🦆é🦆', 'a🦆')
  for (const fromUnit of [0, 2, 3, 5, 6, 8])
    expect(await textFrom(streamId, fromUnit)).toBe(text.slice(fromUnit))
})

test('many answers are read in one statement, each from where its reader is', async () => {
  const [one, two] = [await durable('one', ' more'), await durable('two', ' ducks')]
  const read = await readCheckpoints(store.db, [
    { userId: 'local', streamId: one.streamId, fromUnit: 3 },
    { userId: 'local', streamId: two.streamId, fromUnit: 1 },
  ])
  expect(read).toEqual(
    new Map([
      [one.streamId, { status: 'open', text: ' more' }],
      [two.streamId, { status: 'open', text: 'wo ducks' }],
    ]),
  )
})

test('an answer that is over has no text here, and says how it ended', async () => {
  const { streamId, serverId } = await durable('Qua')
  await finalize(store.db, serverId, streamId)
  expect(await readCheckpoints(store.db, [{ userId: 'local', streamId, fromUnit: 0 }])).toEqual(
    new Map([[streamId, { status: 'finalized', text: '' }]]),
  )
})

test("another's, an unknown and a deleted session's answer are missing", async () => {
  const [mine, deleted] = [await durable('mine'), await durable('deleted')]
  await deleteSession(store.db, 'local', deleted.sessionId, false)
  const read = await readCheckpoints(store.db, [
    { userId: 'someone', streamId: mine.streamId, fromUnit: 0 },
    { userId: 'local', streamId: uuidv7(), fromUnit: 0 },
    { userId: 'local', streamId: deleted.streamId, fromUnit: 0 },
  ])
  expect(read).toEqual(new Map())
})
