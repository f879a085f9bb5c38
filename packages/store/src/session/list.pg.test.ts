import type { Session } from '@duck/protocol'
import { beforeAll, expect, test } from 'vitest'
import { refusal } from '../testing/refusal.ts'
import { append, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { createSession } from './create.ts'
import { deleteSession } from './delete.ts'
import { listSessions, type SessionListInput } from './list.ts'
import { touchSession, updateSession } from './update.ts'

const store = useDb()
const COUNT = 25

async function idsOf(input: SessionListInput): Promise<string[]> {
  return (await listSessions(store.db, input)).sessions.map((session) => session.id)
}

/** Every page, one after the other. */
async function walk(userId: string, limit: number): Promise<Session[]> {
  const sessions: Session[] = []
  let cursor: string | null = null
  do {
    const page = await listSessions(store.db, { userId, limit, cursor })
    expect(page.sessions.length).toBeLessThanOrEqual(limit)
    sessions.push(...page.sessions)
    cursor = page.nextCursor
  } while (cursor !== null)
  return sessions
}

beforeAll(async () => {
  for (const n of upTo(COUNT)) {
    const sessionId = `many-${n}`
    await createSession(store.db, { id: sessionId, userId: 'many' })
    await updateSession(store.db, { userId: 'many', sessionId, pinned: n % 5 === 0 })
  }
  // Several share a time, and times differ by microseconds only.
  await store.sql`
    update chat_sessions set created_at = '2026-01-01T00:00:00.123456+02'::timestamptz
      + (length(id) % 2) * interval '1 microsecond' where user_id = 'many' and id < 'many-2'`
})

test.each([1, 3, 24, 25, 26, 200])(
  'pages of %i give every session once, in the order of one list',
  async (limit) => {
    const whole = await listSessions(store.db, { userId: 'many', limit: 200 })
    expect(whole.sessions).toHaveLength(COUNT)
    expect(whole.nextCursor).toBeNull()
    expect(await walk('many', limit)).toEqual(whole.sessions)
  },
)

test('a list shows what the session itself shows', async () => {
  const { session } = await createSession(store.db, { id: 'shown', userId: 'shows', title: 'Ponds' })
  const { id } = await append(store.db, 'shown', { userId: 'shows' })
  expect((await listSessions(store.db, { userId: 'shows' })).sessions).toEqual([
    { ...session, messageCount: 1, headId: id },
  ])
})

test('pinned sessions come first, then those with the latest message', async () => {
  for (const id of ['old', 'talked', 'new', 'pinned']) await createSession(store.db, { id, userId: 'orders' })
  await store.sql`update chat_sessions set created_at = '2020-01-01' where id in ('old', 'talked', 'pinned')`
  await touchSession(store.db, { userId: 'orders', sessionId: 'talked' }, new Date(Date.now() + 60_000))
  await updateSession(store.db, { userId: 'orders', sessionId: 'pinned', pinned: true })
  expect(await idsOf({ userId: 'orders' })).toEqual(['pinned', 'talked', 'new', 'old'])
})

test('archived and deleted sessions are listed only when they are asked for', async () => {
  for (const id of ['live', 'archived', 'deleted', 'erased'])
    await createSession(store.db, { id, userId: 'files' })
  await updateSession(store.db, { userId: 'files', sessionId: 'archived', archived: true })
  await deleteSession(store.db, 'files', 'deleted', false)
  await deleteSession(store.db, 'files', 'erased', true)
  expect(await idsOf({ userId: 'files' })).toEqual(['live'])
  expect(await idsOf({ userId: 'files', archived: true })).toEqual(['archived'])
  expect(await idsOf({ userId: 'files', deleted: true })).toEqual(['deleted'])
})

test("nobody sees another's sessions, nor by another's cursor", async () => {
  const { nextCursor } = await listSessions(store.db, { userId: 'many', limit: 1 })
  expect(await idsOf({ userId: 'nobody' })).toEqual([])
  expect(await idsOf({ userId: 'nobody', cursor: nextCursor })).toEqual([])
})

test.each([
  'x',
  '!',
  '1|2026-01-01 00:00:00+00|',
  '1|::::|id',
  '1|9999-99-99 00:00:00+00|id',
  '2|2026-01-01 00:00:00+00|id',
  "1|2026-01-01 00:00:00+00|id' or true --",
  '1|999999999999999999999999|id',
])('the cursor made of "%s" is refused by name', async (text) => {
  const cursor = Buffer.from(text).toString('base64url')
  expect(await refusal(listSessions(store.db, { userId: 'many', cursor }))).toMatchObject({
    code: 'BAD_REQUEST',
    field: 'cursor',
  })
})
