import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { deleteSession } from '../session/delete.ts'
import { finalize, newServer, openAnswer, turn } from '../testing/answers.ts'
import { refusal } from '../testing/refusal.ts'
import { append, everythingOf, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { type OpenInput, openStream } from './open.ts'

const store = useDb()
const ID_REUSED = { code: 'CONFLICT', reason: 'id-reused' }

async function draftOf(given: Partial<OpenInput> = {}): Promise<OpenInput> {
  const sessionId = given.sessionId ?? (await store.newSession())
  const promptId = given.promptId ?? (await append(store.db, sessionId)).id
  return {
    userId: 'local',
    sessionId,
    id: uuidv7(),
    promptId,
    model: 'duck/duck',
    serverId: uuidv7(),
    ...given,
  }
}

test('another answer is asked for as a queued stream', async () => {
  const input = await draftOf()
  const { stream, ours } = await openStream(store.db, input)
  expect(ours).toBe(true)
  expect(stream).toMatchObject({ id: input.id, promptId: input.promptId, status: 'queued', endedAt: null })
})

test('the same id gives the same stream, 16 times at once too, and to its first server only', async () => {
  const input = await draftOf()
  const answers = await Promise.all(
    upTo(16).map(() => openStream(store.db, { ...input, serverId: uuidv7() })),
  )
  expect(answers.filter((answer) => answer.ours)).toHaveLength(1)
  expect(new Set(answers.map((answer) => JSON.stringify(answer.stream))).size).toBe(1)
  expect(await store.sql`select from message_streams where prompt_id = ${input.promptId}`).toHaveLength(1)
})

test('the same id after the answer became a row gives the ended stream', async () => {
  const sessionId = await store.newSession()
  const serverId = await newServer(store.db)
  const input = await draftOf({ sessionId, serverId })
  await openStream(store.db, input)
  await finalize(store.db, serverId, input.id)
  expect(await openStream(store.db, input)).toMatchObject({ stream: { status: 'finalized' } })
})

test('an id used again for another prompt, session, purpose or by a message is a conflict', async () => {
  const input = await draftOf()
  const { sessionId } = input
  await openStream(store.db, input)
  const answer = await turn(store.db, sessionId, 'one?', 'one.')
  const { stream: sent } = await openAnswer(store.db, sessionId, uuidv7())
  const before = await everythingOf(store.sql, sessionId)
  const other = await append(store.db, await store.newSession())
  for (const given of [
    { promptId: answer.promptId },
    { continueFrom: answer.answerId },
    { sessionId: other.sessionId, promptId: other.id },
    { id: sent.id, promptId: sent.promptId },
    { id: answer.promptId, promptId: answer.promptId },
    { id: other.id },
  ])
    expect(await refusal(openStream(store.db, { ...input, ...given }))).toMatchObject(ID_REUSED)
  expect(await everythingOf(store.sql, sessionId)).toEqual(before)
})

test('a prompt that is no user message of the session is refused by name', async () => {
  const sessionId = await store.newSession()
  const elsewhere = await append(store.db, await store.newSession())
  const { answerId } = await turn(store.db, sessionId, 'one?', 'one.')
  for (const promptId of [uuidv7(), elsewhere.id, answerId])
    expect(await refusal(openStream(store.db, await draftOf({ sessionId, promptId })))).toMatchObject({
      code: 'BAD_REQUEST',
      field: 'promptId',
    })
})

test('only an answer of the session can be continued', async () => {
  const sessionId = await store.newSession()
  const { promptId, answerId } = await turn(store.db, sessionId, 'one?', 'one.')
  for (const continueFrom of [uuidv7(), promptId])
    expect(
      await refusal(openStream(store.db, await draftOf({ sessionId, promptId, continueFrom }))),
    ).toMatchObject({ code: 'BAD_REQUEST', field: 'continueFrom' })
  const more = await draftOf({ sessionId, promptId, continueFrom: answerId })
  expect(await openStream(store.db, more)).toMatchObject({ stream: { status: 'queued' } })
})

test("another's, an unknown and a deleted session are refused alike", async () => {
  const input = await draftOf()
  const deleted = await draftOf()
  await deleteSession(store.db, 'local', deleted.sessionId, false)
  const refused = await refusal(openStream(store.db, { ...input, sessionId: 'no-such-session' }))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  expect(await refusal(openStream(store.db, { ...input, userId: 'someone' }))).toEqual(refused)
  expect(await refusal(openStream(store.db, deleted))).toEqual(refused)
})
