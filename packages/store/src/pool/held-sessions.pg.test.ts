import type postgres from 'postgres'
import { expect, test } from 'vitest'
import { appendMessage } from '../message/append.ts'
import { type Outcome, outcome, slowest, tally } from '../testing/outcome.ts'
import { append, draft, indexesOf, upTo } from '../testing/rows.ts'
import { untilWaiting } from '../testing/until-waiting.ts'
import { useDb } from '../testing/use-db.ts'
import { holdLock, holdRow, whileHeld } from '../testing/while-held.ts'

const store = useDb()
const ANSWER_MS = 2_500
const BUSY = 'SERVICE_UNAVAILABLE session-busy'

const newSessions = (count: number) => Promise.all(upTo(count).map(() => store.newSession()))
const appendTo = (sessionId: string) => outcome(appendMessage(store.db, draft(sessionId)))

/** 20 appends to each of the held sessions and, right behind them, one to each of 20 others. */
async function meet(held: readonly string[]) {
  const free = await newSessions(20)
  const locked = held.flatMap((each) => upTo(20).map(() => appendTo(each)))
  const others = await Promise.all(free.map(appendTo))
  return { locked: await Promise.all(locked), others }
}

function expectOthersUnaffected({ locked, others }: { locked: Outcome[]; others: Outcome[] }): void {
  expect(tally(locked)).toEqual({ [BUSY]: locked.length })
  expect(slowest(locked)).toBeLessThanOrEqual(ANSWER_MS)
  expect(tally(others)).toEqual({ done: 20 })
  const soonest = Math.min(...locked.map(({ ms }) => ms))
  expect(slowest(others)).toBeLessThan(soonest / 2)
}

test.each([
  ['row', holdRow],
  ['lock', holdLock],
])("while someone holds a session's %s its writers are told, and nobody else waits", async (_what, hold) => {
  const sessionId = await store.newSession()
  expectOthersUnaffected(await whileHeld(store.sql, [hold(sessionId)], () => meet([sessionId])))
  expect((await append(store.db, sessionId)).messageIndex).toBe(0)
})

test('nor do they wait when another queues for that row before the writers do', async () => {
  const sessionId = await store.newSession()
  const queue = queueFor(store.sql, sessionId)
  const met = await whileHeld(store.sql, [holdRow(sessionId)], async () => {
    const queued = queue()
    await untilWaiting(store.sql)
    return { ...(await meet([sessionId])), queued }
  })
  expectOthersUnaffected(met)
  await met.queued
  expect((await append(store.db, sessionId)).messageIndex).toBe(0)
})

test('six sessions that are held at once take no connection from the others', async () => {
  const held = await newSessions(6)
  const { locked, others } = await whileHeld(store.sql, held.map(holdRow), () => meet(held))
  expect(Object.keys(tally(locked)).sort()).toEqual(expect.arrayContaining([BUSY]))
  for (const { was } of [...locked, ...others])
    expect(was).toMatch(/^(done|SERVICE_UNAVAILABLE (session-busy|pool-full))$/)
  expect(slowest([...locked, ...others])).toBeLessThanOrEqual(ANSWER_MS)
  expect(locked.filter(({ was }) => was === 'done')).toEqual([])
  expect(tally(others)).toEqual({ done: 20 })
  expect(slowest(others)).toBeLessThan(Math.min(...locked.map(({ ms }) => ms)) / 2)
  for (const each of held) expect(await indexesOf(store.sql, each)).toEqual([])
})

function queueFor(sql: postgres.Sql, sessionId: string): () => Promise<unknown> {
  return () => sql.unsafe(holdRow(sessionId)).then((rows) => rows.length)
}
