import { expect, test } from 'vitest'
import { refusal } from '../testing/refusal.ts'
import { useDb } from '../testing/use-db.ts'
import { deleteSession } from './delete.ts'
import { getSession } from './get.ts'
import { titleSession } from './title.ts'
import { touchSession, type UpdateInput, updateSession } from './update.ts'

const store = useDb()
const LOCK_ANSWER_MS = 2500

function update(sessionId: string, settings: Partial<UpdateInput>) {
  return updateSession(store.db, { userId: 'local', sessionId, ...settings })
}

test('what is given changes and the rest stays', async () => {
  const sessionId = await store.newSession()
  const all = { title: 'Ponds', model: 'duck/duck', systemPrompt: 'Quack.', pinned: true, archived: true }
  const first = await update(sessionId, all)
  const { archived: _archived, ...shown } = all
  expect(first).toMatchObject({ ...shown, archivedAt: expect.any(String) })
  expect(await update(sessionId, { pinned: false })).toEqual({
    ...first,
    pinned: false,
    updatedAt: expect.any(String),
  })
  expect(await update(sessionId, { model: null, systemPrompt: null, archived: false })).toMatchObject({
    title: 'Ponds',
    model: null,
    systemPrompt: null,
    archivedAt: null,
  })
})

test('archiving again keeps the time of the first', async () => {
  const sessionId = await store.newSession()
  const { archivedAt } = await update(sessionId, { archived: true })
  expect(await update(sessionId, { archived: true })).toMatchObject({ archivedAt })
})

test("a model's title never replaces a person's, also one that came in between", async () => {
  const sessionId = await store.newSession()
  await update(sessionId, { title: 'Mine' })
  expect(await titleSession(store.db, 'local', sessionId, "A model's")).toBe(false)
  expect(await getSession(store.db, 'local', sessionId)).toMatchObject({ title: 'Mine' })
  await update(sessionId, { title: null })
  expect(await titleSession(store.db, 'local', sessionId, "A model's")).toBe(true)
  expect(await titleSession(store.db, 'local', sessionId, 'Another')).toBe(false)
  expect(await getSession(store.db, 'local', sessionId)).toMatchObject({ title: "A model's" })
})

test("another's, an unknown and a deleted session are refused alike and stay as they are", async () => {
  const theirs = await store.newSession('someone')
  const deleted = await store.newSession()
  await deleteSession(store.db, 'local', deleted, false)
  const before = await store.sql`select * from chat_sessions order by id`
  const refused = await refusal(update('no-such-session', { title: 'Mine' }))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  for (const sessionId of [theirs, deleted])
    expect(await refusal(update(sessionId, { title: 'Mine' }))).toEqual(refused)
  expect(await titleSession(store.db, 'local', theirs, 'Mine')).toBe(false)
  expect(await store.sql`select * from chat_sessions order by id`).toEqual(before)
})

test('the time of the last message never goes back', async () => {
  const sessionId = await store.newSession()
  const late = new Date('2030-01-01T00:00:00Z')
  await touchSession(store.db, { userId: 'local', sessionId }, late)
  await touchSession(store.db, { userId: 'local', sessionId }, new Date('2020-01-01T00:00:00Z'))
  expect(await getSession(store.db, 'local', sessionId)).toMatchObject({ lastMessageAt: late.toISOString() })
})

test('a session that someone has locked is answered within 2.5 s, and others at once', async () => {
  const locked = await store.newSession()
  const free = await store.newSession()
  await store.sql.begin(async (tx) => {
    await tx`select from chat_sessions where id = ${locked} for update`
    const since = performance.now()
    const refused = Promise.all([
      refusal(touchSession(store.db, { userId: 'local', sessionId: locked }, new Date())),
      refusal(titleSession(store.db, 'local', locked, "A model's")),
      refusal(update(locked, { title: 'Mine' })),
    ])
    expect(await update(free, { title: 'Mine' })).toMatchObject({ id: free })
    expect(await getSession(store.db, 'local', locked)).toMatchObject({ title: null })
    expect(performance.now() - since).toBeLessThan(LOCK_ANSWER_MS / 2)
    for (const each of await refused)
      expect(each).toMatchObject({ code: 'SERVICE_UNAVAILABLE', reason: 'session-busy' })
    expect(performance.now() - since).toBeLessThan(LOCK_ANSWER_MS)
  })
  expect(await getSession(store.db, 'local', locked)).toMatchObject({ title: null })
})
