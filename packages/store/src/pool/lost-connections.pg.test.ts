import { must } from '@duck/protocol'
import { expect, test } from 'vitest'
import { appendMessage } from '../message/append.ts'
import { updateSession } from '../session/update.ts'
import { outcome, tally } from '../testing/outcome.ts'
import { draft, indexesOf, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { holdRow, whileHeld } from '../testing/while-held.ts'

const store = useDb()

/**
 * Ends every connection of the store's, again and again while the work goes on; the first time while something of the
 * session waits, so that something is lost however fast the rest is.
 */
async function whileCut<Result>(sessionId: string, work: () => Promise<Result>): Promise<Result> {
  let over = false
  const { done } = await whileHeld(store.sql, [holdRow(sessionId)], async () => {
    const begun = work().finally(() => {
      over = true
    })
    await expect.poll(waiting, { interval: 10, timeout: 5_000 }).not.toHaveLength(0)
    await cut()
    return { done: begun }
  })
  while (!over) {
    await cut()
    await store.sql`select pg_sleep(0.02)`
  }
  return done
}

const waiting = () => store.sql`
  select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`

const cut = () => store.sql`
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and usename = 'duck_app'`

test('appends whose connections are ended are refused with 503 or done, and the same ids settle them', async () => {
  const sessionIds = await Promise.all(upTo(20).map(() => store.newSession()))
  const [held] = sessionIds
  const inputs = sessionIds.flatMap((sessionId) => upTo(10).map(() => draft(sessionId)))
  const first = await whileCut(must(held, 'a session'), () =>
    Promise.all(inputs.map((input) => outcome(appendMessage(store.db, input)))),
  )
  expect(tally(first)['SERVICE_UNAVAILABLE database-away']).toBeGreaterThan(0)
  for (const { was } of first) expect(was).toMatch(/^(done|SERVICE_UNAVAILABLE )/)
  // Before any retry could put an acked row there again.
  const rows = await store.sql<{ id: string }[]>`select id from messages`
  const stored = new Set(rows.map(({ id }) => id))
  for (const [nth, { was }] of first.entries()) if (was === 'done') expect(stored).toContain(inputs[nth]?.id)
  // A connection may have been ended without anybody having noticed yet.
  for (const input of inputs)
    await expect.poll(async () => (await outcome(appendMessage(store.db, input))).was).toBe('done')
  for (const each of sessionIds) expect(await indexesOf(store.sql, each)).toEqual(upTo(10))
})

test('settings whose connections are ended change whole or not at all, and the process lives', async () => {
  const sessionId = await store.newSession()
  const title = (n: number) =>
    updateSession(store.db, { userId: 'local', sessionId, title: `${n}`, model: `${n}` })
  const outcomes = await whileCut(sessionId, () => Promise.all(upTo(200).map((n) => outcome(title(n)))))
  expect(tally(outcomes)['SERVICE_UNAVAILABLE database-away']).toBeGreaterThan(0)
  for (const { was } of outcomes) expect(was).toMatch(/^(done|SERVICE_UNAVAILABLE )/)
  const [session] = await store.sql`select title, model from chat_sessions where id = ${sessionId}`
  expect(session?.model).toBe(session?.title)
  await expect.poll(async () => (await outcome(title(7))).was).toBe('done')
})
