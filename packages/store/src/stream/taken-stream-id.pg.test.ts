import { must } from '@duck/protocol'
import { expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { finalize, newServer, openAnswer, sendDraft } from '../testing/answers.ts'
import { append, indexesOf } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { checkpointStreams } from './checkpoint.ts'
import { settleOrphans } from './settle.ts'

const store = useDb()

/** A stream whose id a message of another session took in the same moment: neither saw the other. */
async function takenStream(serverId: string): Promise<string> {
  const [here, there] = [await store.newSession(), await store.newSession()]
  const { id, streamId, content } = sendDraft(here)
  await store.sql.begin(async (tx) => {
    await tx`
      select * from append_messages('{local}', ${[here]}, ${[id]}, '{user}', ${[content]}, '{null}', '{null}', '{f}',
        '{null}', ${[streamId]}, '{m}', ${serverId})`
    await append(store.db, there, { id: streamId })
  })
  await store.sql`update message_streams set status = 'open', opened_at = now() where id = ${streamId}`
  await checkpointStreams(store.db, serverId, [{ streamId, startUnit: 0, delta: 'Qua' }])
  return streamId
}

test("a stream whose id became another session's message ends, and holds up no other orphan", async () => {
  const serverId = await newServer(store.db)
  const taken = await takenStream(serverId)
  const { stream } = await openAnswer(store.db, await store.newSession(), serverId, 'Qua')
  const settled = await settleOrphans(store.db, serverId)
  expect(settled.find((each) => each.streamId === stream.id)).toMatchObject({ messageIndex: 1 })
  expect(settled.find((each) => each.streamId === taken)).toMatchObject({ messageIndex: null })
})

test("a stream whose id became another session's message can be finalized", async () => {
  const serverId = await newServer(store.db)
  const taken = await takenStream(serverId)
  expect(await finalize(store.db, serverId, taken)).toMatchObject({ result: 'ended', messageIndex: null })
  expect(await finalize(store.db, serverId, taken)).toMatchObject({ result: 'replay', messageIndex: null })
})

test('a message and a stream of one id at once in a session: one of them is refused', async () => {
  const sessionId = await store.newSession()
  for (let round = 0; round < 10; round++) {
    const { id: streamId } = sendDraft(sessionId)
    const answers = await Promise.allSettled([
      sendMessage(store.db, sendDraft(sessionId, { streamId })),
      append(store.db, sessionId, { id: streamId }),
    ])
    const refused = answers.filter((answer) => answer.status === 'rejected')
    expect(must(refused[0], 'a refusal').reason).toMatchObject({ code: 'CONFLICT' })
    expect(refused).toHaveLength(1)
  }
  expect(await indexesOf(store.sql, sessionId)).toHaveLength(10)
})
