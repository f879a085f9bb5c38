import { type Message, must, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { getSessionState } from '../message/count.ts'
import { finalize, newServer, openAnswer } from '../testing/answers.ts'
import { refusal } from '../testing/refusal.ts'
import { append, everythingOf, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { deleteSession } from './delete.ts'
import { getSession } from './get.ts'
import { selectHead } from './select-head.ts'

const store = useDb()

async function sessionOf(count: number): Promise<{ sessionId: string; rows: Message[] }> {
  const sessionId = await store.newSession()
  const rows: Message[] = []
  for (const _ of upTo(count)) rows.push(await append(store.db, sessionId))
  return { sessionId, rows }
}

const select = (sessionId: string, message: Message | undefined, userId = 'local') =>
  selectHead(store.db, { userId, sessionId, messageId: must(message, 'message').id })

test('the head is the message that was chosen, and the next append follows it and becomes the head', async () => {
  const { sessionId, rows } = await sessionOf(3)
  const chosen = { messageCount: 3, headId: rows[0]?.id }
  expect(await select(sessionId, rows[0])).toEqual(chosen)
  expect(await getSessionState(store.db, 'local', sessionId)).toEqual(chosen)
  const next = await append(store.db, sessionId)
  expect(next).toMatchObject({ messageIndex: 3, parentId: rows[0]?.id })
  expect(await getSession(store.db, 'local', sessionId)).toMatchObject({ headId: next.id, messageCount: 4 })
})

test('an answer whose prompt is no longer on the line leaves the chosen head alone', async () => {
  const { sessionId, rows } = await sessionOf(1)
  const serverId = await newServer(store.db)
  const { prompt, stream } = await openAnswer(store.db, sessionId, serverId)
  await select(sessionId, rows[0])
  await finalize(store.db, serverId, stream.id)
  expect(await getSessionState(store.db, 'local', sessionId)).toEqual({
    messageCount: 3,
    headId: rows[0]?.id,
  })
  const [answer] = await store.sql`select parent_id, moves_head from messages where id = ${stream.id}`
  expect(answer).toEqual({ parent_id: prompt.id, moves_head: false })
})

test('no message changes, and choosing what is shown changes nothing at all', async () => {
  const { sessionId, rows } = await sessionOf(3)
  const messages = () =>
    store.sql`select * from messages where session_id = ${sessionId} order by message_index`
  const before = await messages()
  await select(sessionId, rows[1])
  expect(await messages()).toEqual(before)
  const chosen = await everythingOf(store.sql, sessionId)
  await select(sessionId, rows[1])
  expect(await everythingOf(store.sql, sessionId)).toEqual(chosen)
})

test('a choice and appends at once: whoever comes after the other has its head', async () => {
  const { sessionId, rows } = await sessionOf(2)
  const appends = upTo(20).map(() => append(store.db, sessionId))
  await Promise.all([...appends, ...upTo(5).map(() => select(sessionId, rows[0]))])
  const { headId } = await getSessionState(store.db, 'local', sessionId)
  const [row] = await store.sql`select head_set_at_count as at from chat_sessions where id = ${sessionId}`
  const last = await store.sql`
    select id from messages where session_id = ${sessionId} order by message_index desc limit 1`
  expect(headId).toBe(row?.at === 22 ? rows[0]?.id : last[0]?.id)
})

test('a message of another session, or of none, is refused by name and changes nothing', async () => {
  const { sessionId } = await sessionOf(2)
  const mine = await sessionOf(1)
  const before = await everythingOf(store.sql, sessionId)
  const theirs = await append(store.db, await store.newSession('someone'), { userId: 'someone' })
  for (const messageId of [mine.rows[0]?.id ?? '', theirs.id, uuidv7()])
    expect(await refusal(selectHead(store.db, { userId: 'local', sessionId, messageId }))).toMatchObject({
      code: 'BAD_REQUEST',
      field: 'messageId',
    })
  expect(await everythingOf(store.sql, sessionId)).toEqual(before)
})

test("another's, an unknown and a deleted session are refused alike", async () => {
  const theirs = await store.newSession('someone')
  const message = await append(store.db, theirs, { userId: 'someone' })
  const deleted = await sessionOf(1)
  await deleteSession(store.db, 'local', deleted.sessionId, false)
  const refused = await refusal(select('no-such-session', message))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  expect(await refusal(select(theirs, message))).toEqual(refused)
  expect(await refusal(select(deleted.sessionId, deleted.rows[0]))).toEqual(refused)
})

test('a session that someone has locked is answered within 2.5 s', async () => {
  const { sessionId, rows } = await sessionOf(2)
  await store.sql.begin(async (tx) => {
    await tx`select from chat_sessions where id = ${sessionId} for update`
    const since = performance.now()
    expect(await refusal(select(sessionId, rows[0]))).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      reason: 'session-busy',
    })
    expect(performance.now() - since).toBeLessThan(2500)
  })
})
