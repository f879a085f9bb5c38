import { createMetrics } from '@duck/metrics'
import { type IntegrityReport, LIMITS, uuidv7 } from '@duck/protocol'
import { parseMetrics, sampleValue } from '@duck/testing/metrics'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Context } from '../context.ts'
import { appendMessage } from '../message/append.ts'
import { deleteSession } from '../session/delete.ts'
import { useChat } from '../testing/use-chat.ts'
import { checkIntegrity } from './check-integrity.ts'
import { Mismatches } from './mismatches.ts'

const server = useChat()

/** A user's context with metrics of its own. */
function contextOf(userId: string) {
  const metrics = createMetrics()
  const ctx: Context = { ...server.chat.as({ userId }), mismatches: new Mismatches(metrics) }
  const mismatches = async () => sampleValue(parseMetrics(await metrics.text()), 'duck_count_mismatches')
  return { ctx, mismatches }
}

/** A session that lacks its row 0. */
async function broken(ctx: Context): Promise<string> {
  const sessionId = await server.newSession(ctx)
  await server.sql`
    insert into messages (session_id, message_index, role, content) values (${sessionId}, 1, 'user', 'Quack')`
  return sessionId
}

async function walk(ctx: Context): Promise<IntegrityReport[]> {
  const reports: IntegrityReport[] = []
  let cursor: string | null = null
  do {
    const report = await checkIntegrity({ ctx, input: { cursor } })
    reports.push(report)
    cursor = report.nextCursor
  } while (cursor !== null)
  return reports
}

test('whole sessions have no faults, deleted ones are looked at too', async () => {
  const { ctx, mismatches } = contextOf('whole')
  expect(await checkIntegrity({ ctx, input: {} })).toEqual({ sessions: 0, faults: [], nextCursor: null })
  const sessionId = await server.newSession(ctx)
  await appendMessage({ ctx, input: { sessionId, id: uuidv7(), role: 'user', content: 'Quack' } })
  await deleteSession({ ctx, input: { sessionId: await server.newSession(ctx) } })
  expect(await checkIntegrity({ ctx, input: {} })).toEqual({ sessions: 2, faults: [], nextCursor: null })
  expect(await mismatches()).toBe(0)
})

test('a fault is named and counted, for its owner alone, and no longer once its session is gone', async () => {
  const { ctx, mismatches } = contextOf('broken')
  const sessionId = await broken(ctx)
  const report = await checkIntegrity({ ctx, input: {} })
  expect(report).toEqual({
    sessions: 1,
    faults: [
      { sessionId, check: 'dense', detail: '1 rows, indexes 1 to 1' },
      { sessionId, check: 'count', detail: '1 rows, count 2' },
    ],
    nextCursor: null,
  })
  expect(await mismatches()).toBe(1)
  const other = contextOf('other')
  expect(await checkIntegrity({ ctx: other.ctx, input: {} })).toMatchObject({ sessions: 0, faults: [] })
  await deleteSession({ ctx, input: { sessionId, forever: true } })
  await checkIntegrity({ ctx, input: {} })
  expect(await mismatches()).toBe(0)
})

test('many sessions are looked at in several calls, each once, and all their faults counted', async () => {
  const { ctx, mismatches } = contextOf('many')
  const first = await broken(ctx)
  const count = LIMITS.integritySessions + 5
  await server.sql`
    insert into chat_sessions (id, user_id) select 'many-' || n, 'many' from generate_series(1, ${count}) n`
  const last = 'zzz'
  await server.sql`insert into chat_sessions (id, user_id) values (${last}, 'many')`
  await server.sql`
    insert into messages (session_id, message_index, role, content) values (${last}, 1, 'user', 'Quack')`
  const reports = await walk(ctx)
  expect(reports.length).toBeGreaterThan(1)
  expect(Math.max(...reports.map(({ sessions }) => sessions))).toBeLessThanOrEqual(LIMITS.integritySessions)
  expect(reports.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(count + 2)
  const faulty = new Set(reports.flatMap(({ faults }) => faults.map(({ sessionId }) => sessionId)))
  expect(faulty).toEqual(new Set([first, last]))
  expect(await mismatches()).toBe(2)
})

test('no session is begun once a call has taken a second, and the next call goes on there', async () => {
  const { ctx } = contextOf('slow')
  for (const _ of [1, 2, 3]) await server.newSession(ctx)
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const first = await server.sql.begin(async (tx) => {
    await tx`lock table messages in access exclusive mode`
    const report = checkIntegrity({ ctx, input: {} })
    const waiting = () => tx`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    await vi.waitFor(async () => expect(await waiting()).toHaveLength(1))
    vi.advanceTimersByTime(1_001)
    // In an object, since a promise that is returned would be waited for.
    return { report }
  })
  const { sessions, nextCursor } = await first.report
  expect([sessions, nextCursor === null]).toEqual([1, false])
  const next = await checkIntegrity({ ctx, input: { cursor: nextCursor } })
  expect(next).toMatchObject({ sessions: 2, nextCursor: null })
})

test.each(['!', 'a b', "x'--", 'x'.repeat(65), ''])(
  'the cursor made of "%s" is refused by name',
  async (text) => {
    const cursor = text === '' ? '!' : Buffer.from(text).toString('base64url')
    const { ctx } = contextOf('cursors')
    await expect(checkIntegrity({ ctx, input: { cursor } })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      facts: { field: 'cursor' },
    })
  },
)

test('an operator sees what is wrong with anybody’s sessions, and it is counted once', async () => {
  const [one, two] = [contextOf(uuidv7()), contextOf(uuidv7())]
  const ids = [await broken(one.ctx), await broken(two.ctx)]
  const boss = contextOf(uuidv7())
  const ctx = { ...boss.ctx, actor: { ...boss.ctx.actor, isOperator: true } }
  const found = (await walk(ctx)).flatMap(({ faults }) => faults.map(({ sessionId }) => sessionId))
  expect(found).toEqual(expect.arrayContaining(ids))
  expect((await walk(contextOf(uuidv7()).ctx)).flatMap(({ faults }) => faults)).toEqual([])
  const before = await boss.mismatches()
  await walk({ ...one.ctx, mismatches: ctx.mismatches })
  expect(await boss.mismatches()).toBe(before)
})
