import type { LegacyProgress } from '@duck/metrics'
import { must } from '@duck/protocol'
import { connect, listMessages, prepareDatabase } from '@duck/store'
import { TEST_SECRET, useTestDatabase } from '@duck/testing/database'
import { createLegacyDatabase } from '@duck/testing/legacy'
import { expect, onTestFinished, test } from 'vitest'
import { openLegacy } from '../legacy.ts'
import { cutOver } from '../move/cut-over.ts'
import { purge } from '../move/purge.ts'
import { verify } from '../move/verify.ts'
import { startLegacyWorker } from './start-legacy-worker.ts'

const WITHIN = { timeout: 15_000 }
const NOTHING = {
  storage: { array: 0, reads: 0, rows: 0 },
  unabsorbed: 0,
  versions: { waiting: 0, held: 0 },
  quarantined: 0,
}

const long = (length: number) => Array.from({ length }, (_, n) => ({ role: 'user', content: `${n}` }))

/** An old app's database that a server has adopted, and the server's worker. */
async function working() {
  const database = await createLegacyDatabase()
  onTestFinished(() => database.drop())
  const { sql, url: ownerUrl } = database
  const save = (session: string, messages: unknown) => sql`
    insert into chat_sessions (id, user_id, messages) values (${session}, 'local', ${JSON.stringify(messages)}::text::jsonb)
    on conflict (id) do update set messages = excluded.messages`
  await save('before', long(2))
  const { url } = await prepareDatabase({ url: ownerUrl, secret: TEST_SECRET })
  const db = await connect(url)
  onTestFinished(() => db.close())
  const told: { progress: LegacyProgress[]; failures: unknown[] } = { progress: [], failures: [] }
  const worker = startLegacyWorker({
    db,
    onProgress: (progress) => told.progress.push(progress),
    onFailure: (error) => told.failures.push(error),
  })
  onTestFinished(() => worker.stop())
  const count = async (session: string) => {
    const [row] = await sql`select session_message_count(${session}) as count`
    return must(row, 'the count').count
  }
  return { sql, ownerUrl, db, worker, told, save, count }
}

test('a captured array that is too large for the old app’s commit becomes rows by itself', async () => {
  const { save, count, told } = await working()
  await expect.poll(() => told.progress.length, WITHIN).toBe(1)
  await save('large', long(3_000))
  await expect.poll(() => count('large'), WITHIN).toBe(3_000)
  expect(told.failures).toEqual([])
  expect(told.progress[0]).toEqual({
    ...NOTHING,
    storage: { array: 1, reads: 0, rows: 0 },
    unabsorbed: 1,
  })
})

test('a last answer becomes a row once it has not changed for ten seconds, and no sooner', async () => {
  const { sql, save, count } = await working()
  const changed = (ago: string) =>
    sql`update legacy_versions set changed_at = clock_timestamp() - ${ago}::interval where place is not null`
  await save('growing', [...long(1), { role: 'assistant', content: 'Hel' }])
  await changed('-1 hour')
  await save('long', long(1_001))
  await expect.poll(() => count('long'), WITHIN).toBe(1_001)
  expect(await count('growing')).toBe(1)
  await changed('10 seconds')
  await expect.poll(() => count('growing'), WITHIN).toBe(2)
})

test('a session that was opened before its turn is taken', async () => {
  const { sql, db, save, count } = await working()
  await sql`alter table chat_sessions disable trigger legacy_capture_insert`
  await save('early', long(2_001))
  await expect(listMessages(db, { userId: 'local', sessionId: 'early' })).rejects.toMatchObject({
    facts: { reason: 'history-moving' },
  })
  await expect.poll(() => count('early'), WITHIN).toBe(2_001)
})

test('a database that goes away is waited for, and told of once', async () => {
  const { sql, save, count, told } = await working()
  const cut = () => sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = 'duck_app'`
  const isTold = async () => {
    await cut()
    return told.failures.length
  }
  await expect.poll(isTold, { ...WITHIN, interval: 5 }).toBe(1)
  await save('after', long(1_001))
  await expect.poll(() => count('after'), WITHIN).toBe(1_001)
})

test('it ends with its transaction', async () => {
  const { db, worker, save } = await working()
  await save('large', long(3_000))
  await expect.poll(() => db.legacy?.pool.use().inUse, { ...WITHIN, interval: 1 }).toBe(1)
  await worker.stop()
  expect(db.legacy?.pool.use().inUse).toBe(0)
})

test('where the arrays are dropped it ends without a word', async () => {
  const { sql, ownerUrl, db, told, save } = await working()
  await save('after', long(3))
  await using legacy = openLegacy(ownerUrl)
  await cutOver(legacy, { choice: { percent: 100 }, to: 'rows' })
  await verify(legacy)
  expect(await purge(legacy, { waitDays: 0 })).toMatchObject({ dropped: true })
  await expect.poll(() => db.legacy?.isOver, WITHIN).toBe(true)
  expect(told.progress.at(-1)).toEqual(NOTHING)
  expect(told.failures).toEqual([])
  const { messages } = await listMessages(db, { userId: 'local', sessionId: 'after' })
  expect(messages).toHaveLength(3)
  expect(await sql`select to_regclass('legacy_versions') as gone`).toEqual([{ gone: null }])
})

const ordinary = useTestDatabase()

test('where there are no arrays it asks for nothing', async () => {
  const db = await connect(ordinary.appUrl)
  const worker = startLegacyWorker({
    db,
    onProgress: () => {
      throw new Error('there is no move')
    },
  })
  expect(db.legacy).toBeNull()
  await worker.stop()
  await db.close()
})
