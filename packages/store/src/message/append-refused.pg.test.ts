import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { deleteSession } from '../session/delete.ts'
import { refusal } from '../testing/refusal.ts'
import { append, draft, everythingOf, upTo } from '../testing/rows.ts'
import { untilWaiting } from '../testing/until-waiting.ts'
import { useDb } from '../testing/use-db.ts'
import { appendMessage } from './append.ts'

const store = useDb()

test.each([0, 2, 7])(
  'another message count (%i) is a conflict that names the actual one',
  async (expected) => {
    const sessionId = await store.newSession()
    await append(store.db, sessionId)
    const before = await everythingOf(store.sql, sessionId)
    expect(await refusal(append(store.db, sessionId, { expectedMessageCount: expected }))).toMatchObject({
      code: 'CONFLICT',
      reason: 'message-count',
      actualMessageCount: 1,
    })
    expect(await everythingOf(store.sql, sessionId)).toEqual(before)
  },
)

test('the right message count is let through', async () => {
  const sessionId = await store.newSession()
  for (const n of upTo(3)) await append(store.db, sessionId, { expectedMessageCount: n })
})

test('of 16 appends at once that expect one count, one is made', async () => {
  const sessionId = await store.newSession()
  const answers = await Promise.allSettled(
    upTo(16).map(() => append(store.db, sessionId, { expectedMessageCount: 0 })),
  )
  expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
  for (const answer of answers)
    if (answer.status === 'rejected') expect(answer.reason.facts).toMatchObject({ actualMessageCount: 1 })
})

test('without a parent a message follows the head, with null it begins a line', async () => {
  const sessionId = await store.newSession()
  const first = await append(store.db, sessionId)
  const second = await append(store.db, sessionId)
  const fresh = await append(store.db, sessionId, { parentId: null })
  const third = await append(store.db, sessionId)
  expect([first.parentId, second.parentId, fresh.parentId, third.parentId]).toEqual([
    null,
    first.id,
    null,
    fresh.id,
  ])
})

test('an edited message stands beside the one it replaces and takes the head', async () => {
  const sessionId = await store.newSession()
  const first = await append(store.db, sessionId)
  await append(store.db, sessionId)
  const edited = await append(store.db, sessionId, { parentId: first.id })
  expect(edited).toMatchObject({ parentId: first.id, messageIndex: 2, movesHead: true })
  expect((await append(store.db, sessionId)).parentId).toBe(edited.id)
})

test("a parent that is unknown, another session's or the message itself is refused by name", async () => {
  const sessionId = await store.newSession()
  await append(store.db, sessionId)
  const elsewhere = await append(store.db, await store.newSession())
  const before = await everythingOf(store.sql, sessionId)
  const id = uuidv7()
  for (const parentId of [uuidv7(), elsewhere.id, id])
    expect(await refusal(append(store.db, sessionId, { id, parentId }))).toMatchObject({
      code: 'BAD_REQUEST',
      field: 'parentId',
    })
  expect(await everythingOf(store.sql, sessionId)).toEqual(before)
})

test("another's, an unknown and a deleted session are refused alike", async () => {
  const theirs = await store.newSession('someone')
  const deleted = await store.newSession()
  await deleteSession(store.db, 'local', deleted, false)
  const refused = await refusal(append(store.db, 'no-such-session'))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  expect(await refusal(append(store.db, theirs))).toEqual(refused)
  expect(await refusal(append(store.db, deleted))).toEqual(refused)
  expect(await everythingOf(store.sql, theirs)).toMatchObject({ messages: [] })
})

test("a session of nobody's is refused before it is told whether an id is taken", async () => {
  const taken = await append(store.db, await store.newSession())
  const input = draft('no-such-session', { id: taken.id })
  expect(await refusal(appendMessage(store.db, input))).toMatchObject({ code: 'NOT_FOUND' })
})

test('a session that is deleted while an append waits is not appended to', async () => {
  const sessionId = await store.newSession()
  let refused: Promise<{ code: string }> | undefined
  await store.sql.begin(async (tx) => {
    await tx`select * from delete_session('local', ${sessionId}, false)`
    refused = refusal(append(store.db, sessionId))
    await untilWaiting(store.sql)
  })
  expect(await refused).toMatchObject({ code: 'NOT_FOUND' })
  expect(await everythingOf(store.sql, sessionId)).toMatchObject({ messages: [] })
})
