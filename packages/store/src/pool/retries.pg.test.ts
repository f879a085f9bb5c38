import { createMetrics } from '@duck/metrics'
import { useTestDatabase } from '@duck/testing/database'
import { parseMetrics, sampleValue } from '@duck/testing/metrics'
import { beforeAll, expect, test } from 'vitest'
import { connect } from '../db.ts'
import { appendMessage } from '../message/append.ts'
import { createSession } from '../session/create.ts'
import { refusal } from '../testing/refusal.ts'
import { append, draft, indexesOf } from '../testing/rows.ts'

const database = useTestDatabase()
const metrics = createMetrics()

/** The next `times` inserts of messages are refused. */
beforeAll(async () => {
  await database.sql.unsafe(`
    create sequence refusals minvalue 0 start 0;
    create table refused (times integer, code text);
    insert into refused values (0, '40001');
    create function refuse() returns trigger language plpgsql security definer as $$
    begin
      if nextval('refusals') < (select times from refused) then
        raise exception using errcode = (select code from refused), constraint = 'messages_pkey';
      end if;
      return new;
    end $$;
    create trigger refuse before insert on messages for each row execute function refuse()`)
})

const refuseNext = (times: number, code: string) =>
  database.sql.begin((tx) => [
    tx`update refused set times = ${times}, code = ${code}`,
    tx`select setval('refusals', 0, false)`,
  ])

test.each(['40001', '40P01'])(
  'a write that lost with %s is tried again three times, and nobody sees it',
  async (code) => {
    const db = await connect(database.appUrl)
    const { session } = await createSession(db, { id: `lost-${code}`, userId: 'local' })
    await refuseNext(3, code)
    expect(await append(db, session.id)).toMatchObject({ messageIndex: 0 })

    await refuseNext(4, code)
    const input = draft(session.id)
    expect(await refusal(appendMessage(db, input))).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      reason: 'session-busy',
    })
    expect(await indexesOf(database.sql, session.id)).toEqual([0])
    expect((await appendMessage(db, input)).message.messageIndex).toBe(1)
    await db.close()
  },
)

test('a race that a batch lost is counted once, and nobody sees it', async () => {
  const own = createMetrics()
  const db = await connect(database.appUrl, { metrics: own })
  const { session } = await createSession(db, { id: 'raced', userId: 'local' })
  await refuseNext(1, '23505')
  expect(await append(db, session.id)).toMatchObject({ messageIndex: 0 })
  const samples = parseMetrics(await own.text())
  expect(sampleValue(samples, 'duck_constraint_violations_total', { constraint: 'messages_pkey' })).toBe(1)
  await db.close()
})

test('what was appended, refused by a constraint and how many connections there are is counted', async () => {
  const db = await connect(database.appUrl, { metrics })
  const { session } = await createSession(db, { id: 'counted', userId: 'local' })
  const input = draft(session.id)
  await appendMessage(db, input)
  await appendMessage(db, input)
  await refusal(appendMessage(db, { ...input, content: 'other' }))
  await refusal(append(db, 'no-such-session'))
  await database.sql`alter table messages add constraint messages_content_check check (content <> 'odd')`
  await append(db, session.id, { content: 'odd' }).catch(() => {})
  const samples = parseMetrics(await metrics.text())
  const appends = (result: string) => sampleValue(samples, 'duck_appends_total', { result })
  expect(['new', 'replay', 'conflict', 'not-found', 'error'].map(appends)).toEqual([1, 1, 1, 1, 1])
  // Two of them once more by themselves, since a batch does not say what it is that is there already.
  expect(sampleValue(samples, 'duck_append_batch_rows_count')).toBe(4)
  expect(sampleValue(samples, 'duck_append_lock_seconds_count', { phase: 'hold' })).toBe(6)
  expect(sampleValue(samples, 'duck_constraint_violations_total', { constraint: 'other' })).toBe(1)
  expect(sampleValue(samples, 'duck_pool_connections', { pool: 'main', state: 'size' })).toBe(8)
  await db.close()
})
