import { type FeedbackValue, LIMITS, type Message, must, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { deleteSession } from '../session/delete.ts'
import { refusal } from '../testing/refusal.ts'
import { append, everythingOf, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { giveFeedback, listFeedback } from './feedback.ts'
import { listLine } from './line.ts'
import { listMessages } from './list.ts'

const store = useDb()

async function sessionOf(count: number): Promise<{ sessionId: string; rows: Message[] }> {
  const sessionId = await store.newSession()
  const rows: Message[] = []
  for (const _ of upTo(count)) rows.push(await append(store.db, sessionId))
  return { sessionId, rows }
}

const idOf = (rows: Message[], index: number) => must(rows[index], 'message').id

const give = (messageId: string, value: FeedbackValue | null, note: string | null = null, userId = 'local') =>
  giveFeedback(store.db, { userId, messageId, value, note })

const listed = (sessionId: string, first = 0, last = 199) =>
  listFeedback(store.db, { userId: 'local', sessionId, first, last })

test('what was given last is there, until it is taken back', async () => {
  const { sessionId, rows } = await sessionOf(2)
  const messageId = idOf(rows, 1)
  expect(await give(messageId, 'down', 'Too short')).toBe(sessionId)
  expect(await listed(sessionId)).toEqual([{ messageId, value: 'down', note: 'Too short' }])
  await give(messageId, 'up')
  expect(await listed(sessionId)).toEqual([{ messageId, value: 'up', note: null }])
  await give(messageId, null)
  await give(messageId, null)
  expect(await listed(sessionId)).toEqual([])
})

test('no message and no session changes by it', async () => {
  const { sessionId, rows } = await sessionOf(2)
  const before = await everythingOf(store.sql, sessionId)
  await give(idOf(rows, 0), 'up', 'So true')
  await give(idOf(rows, 0), null)
  expect(await everythingOf(store.sql, sessionId)).toEqual(before)
})

test('the same again leaves its row as it is', async () => {
  const { sessionId, rows } = await sessionOf(1)
  await give(idOf(rows, 0), 'up', 'So true')
  const before = await everythingOf(store.sql, sessionId)
  await give(idOf(rows, 0), 'up', 'So true')
  expect(await everythingOf(store.sql, sessionId)).toEqual(before)
})

test('it comes in the order of the messages, of the asked ones alone', async () => {
  const { sessionId, rows } = await sessionOf(6)
  for (const index of [4, 1, 3]) await give(idOf(rows, index), 'up')
  const indexes = async (first: number, last: number) =>
    (await listed(sessionId, first, last)).map(({ messageId }) =>
      rows.findIndex(({ id }) => id === messageId),
    )
  expect(await indexes(0, 5)).toEqual([1, 3, 4])
  expect(await indexes(1, 3)).toEqual([1, 3])
  expect(await indexes(2, 2)).toEqual([])
  expect(await indexes(100, 150)).toEqual([])
})

test('a page has that of its own messages, and no key for it where there is none', async () => {
  const { sessionId, rows } = await sessionOf(6)
  const one = { messageId: idOf(rows, 1), value: 'down', note: 'No' } as const
  const four = { messageId: idOf(rows, 4), value: 'up', note: null } as const
  const page = (bounds: object) => listMessages(store.db, { userId: 'local', sessionId, ...bounds })
  expect(Object.keys(await page({}))).not.toContain('feedback')
  await give(four.messageId, four.value)
  await give(one.messageId, one.value, one.note)
  expect((await page({})).feedback).toEqual([one, four])
  expect((await page({ after: 3 })).feedback).toEqual([four])
  expect((await page({ before: 4 })).feedback).toEqual([one])
  expect((await page({ around: 4, limit: 2 })).feedback).toEqual([four])
  expect(Object.keys(await page({ after: 4 }))).not.toContain('feedback')
  expect(Object.keys(await page({ after: 5 }))).not.toContain('feedback')
  expect(await page({})).toMatchObject({ messages: rows, messageCount: 6, headId: idOf(rows, 5) })
})

test('a page of the line has that of the line alone', async () => {
  const { sessionId, rows } = await sessionOf(2)
  await append(store.db, sessionId, { parentId: idOf(rows, 0) })
  for (const { id } of rows) await give(id, 'up')
  const { feedback } = await listLine(store.db, { userId: 'local', sessionId })
  expect(feedback).toEqual([{ messageId: idOf(rows, 0), value: 'up', note: null }])
})

test('any text is kept as it is, up to so many characters', async () => {
  const { sessionId, rows } = await sessionOf(1)
  for (const note of [' \r\n\u2028"\\', '🦆'.repeat(LIMITS.noteChars)]) {
    await give(idOf(rows, 0), 'up', note)
    expect((await listed(sessionId))[0]?.note).toBe(note)
  }
})

test("another's, an unknown and a deleted session's message are refused alike, and nothing changes", async () => {
  const theirs = await append(store.db, await store.newSession('someone'), { userId: 'someone' })
  await give(theirs.id, 'down', 'Mine', 'someone')
  const deleted = await sessionOf(1)
  await give(idOf(deleted.rows, 0), 'up')
  await deleteSession(store.db, 'local', deleted.sessionId, false)
  const all = () => store.sql`select * from message_feedback order by message_id`
  const before = await all()
  const refused = await refusal(give(uuidv7(), 'up'))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  for (const messageId of [theirs.id, idOf(deleted.rows, 0)])
    for (const value of ['up', null] as const) expect(await refusal(give(messageId, value))).toEqual(refused)
  expect(await all()).toEqual(before)
  const unknown = await refusal(listed('no-such-session'))
  expect(unknown).toMatchObject({ code: 'NOT_FOUND' })
  for (const sessionId of [theirs.sessionId, deleted.sessionId])
    expect(await refusal(listed(sessionId))).toEqual(unknown)
})

test('it goes with its session', async () => {
  const { sessionId, rows } = await sessionOf(2)
  for (const { id } of rows) await give(id, 'up')
  await deleteSession(store.db, 'local', sessionId, true)
  expect(await store.sql`select from message_feedback where session_id = ${sessionId}`).toHaveLength(0)
})

test('many at once on one message leave one of them, whole', async () => {
  const { sessionId, rows } = await sessionOf(1)
  const messageId = idOf(rows, 0)
  await Promise.all(upTo(20).map((n) => give(messageId, n % 2 ? 'up' : 'down', `${n}`)))
  const [one, ...others] = await listed(sessionId)
  expect(others).toEqual([])
  expect(one?.value).toBe(Number(one?.note) % 2 ? 'up' : 'down')
})

test('appends and deletions go on beside it, in whatever order', async () => {
  const { sessionId, rows } = await sessionOf(3)
  const calls = [...rows.flatMap(({ id }) => upTo(5).map(() => give(id, 'up'))), append(store.db, sessionId)]
  const outcomes = await Promise.allSettled([...calls, deleteSession(store.db, 'local', sessionId, true)])
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  for (const reason of refused) expect(reason).toMatchObject({ code: 'NOT_FOUND' })
  expect(await store.sql`select from message_feedback where session_id = ${sessionId}`).toHaveLength(0)
})

test('a session that someone holds is answered within 2.5 s', async () => {
  const { sessionId, rows } = await sessionOf(1)
  await store.sql.begin(async (tx) => {
    await tx`select from chat_sessions where id = ${sessionId} for update`
    const since = performance.now()
    expect(await refusal(give(idOf(rows, 0), 'up'))).toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
    expect(performance.now() - since).toBeLessThan(2500)
  })
  expect(await listed(sessionId)).toEqual([])
})
