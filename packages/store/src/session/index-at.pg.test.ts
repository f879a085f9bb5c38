import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refusal } from '../testing/refusal.ts'
import { useDb } from '../testing/use-db.ts'
import { deleteSession } from './delete.ts'
import { indexAt } from './index-at.ts'

const store = useDb()
const START = Date.UTC(2026, 0, 1)
const isoAt = (minute: number) => new Date(START + minute * 60_000).toISOString()

/** A session with a message at each of these minutes, in this order. */
async function sessionAt(minutes: readonly number[]): Promise<string> {
  const sessionId = await store.newSession()
  await store.sql`
    insert into messages (session_id, message_index, role, content, created_at)
    select ${sessionId}, n - 1, 'user', 'Quack', at from unnest(${minutes.map(isoAt)}::timestamptz[])
      with ordinality as given (at, n)`
  return sessionId
}

const find = (sessionId: string, time: string) => indexAt(store.db, 'local', { sessionId, time })

test('the first message at or after the time is found, and none when all are older', async () => {
  const sessionId = await sessionAt([0, 10, 10, 20])
  const found = [-5, 0, 1, 10, 11, 20].map((minute) => find(sessionId, isoAt(minute)))
  expect(await Promise.all(found)).toEqual([0, 0, 1, 1, 3, 3])
  expect(await find(sessionId, isoAt(21))).toBeNull()
  expect(await find(await sessionAt([]), isoAt(0))).toBeNull()
})

test('the first and the last time that can be asked for are answered', async () => {
  const sessionId = await sessionAt([0])
  expect(await find(sessionId, '0001-01-01T00:00:00.000Z')).toBe(0)
  expect(await find(sessionId, '9999-12-31T23:59:59.999Z')).toBeNull()
})

test('where clocks jumped, the message found is not older than the time and the one before it is', async () => {
  const minute = fc.integer({ min: 0, max: 20 })
  await fc.assert(
    fc.asyncProperty(fc.array(minute, { maxLength: 30 }), minute, async (minutes, asked) => {
      const index = (await find(await sessionAt(minutes), isoAt(asked))) ?? minutes.length
      if (index > 0) expect(minutes[index - 1]).toBeLessThan(asked)
      if (index < minutes.length) expect(minutes[index]).toBeGreaterThanOrEqual(asked)
    }),
    { numRuns: 60 },
  )
})

test("another's, an unknown and a deleted session are refused alike", async () => {
  const deleted = await sessionAt([0])
  await deleteSession(store.db, 'local', deleted, false)
  const refused = await refusal(find('no-such-session', isoAt(0)))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  for (const sessionId of [deleted, await store.newSession('someone')])
    expect(await refusal(find(sessionId, isoAt(0)))).toEqual(refused)
})
