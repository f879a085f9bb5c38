import type { TestDatabase } from '@duck/testing/database'
import { TEST_SECRET } from '@duck/testing/database'
import { createLegacyDatabase } from '@duck/testing/legacy'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startDuck } from '../testing/run-duck.ts'
import { runHere } from '../testing/run-here.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createLegacyDatabase()
})
afterEach(() => database?.drop())

const duck = (...args: string[]) => runHere(['legacy', ...args], { variables: variables() })
const variables = () => ({ DATABASE_URL: database.url, DUCK_SECRET: TEST_SECRET })

async function fill(sessions: number, messages: number): Promise<void> {
  await database.sql`
    insert into chat_sessions (id, user_id, messages)
    select 's' || lpad(s::text, 5, '0'), 'local', (
      select jsonb_agg(jsonb_build_object('role', 'user', 'content', s || ' ' || m)) from generate_series(1, ${messages}) m)
    from generate_series(1, ${sessions}) s`
}

const countRows = async () => (await database.sql`select count(*)::int as count from messages`)[0]?.count

test('a whole move, verb by verb, says at each what is next', async () => {
  await fill(3, 2)
  expect(await duck('plan')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^3 sessions, 6 messages, .* MB as stored\.\n[\s\S]*2\. duck legacy capture/,
    ),
  })
  expect(await duck('capture')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('duck legacy backfill'),
  })
  expect(await duck('backfill', '--full-speed')).toMatchObject({
    code: 0,
    stdout: '6 messages of 3 sessions were looked at.\n',
  })
  expect(await duck('verify')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('3 sessions are proved: 6 elements, 6 rows.'),
  })
  expect(await duck('cut-over', '--all', '--to', 'reads')).toMatchObject({
    code: 0,
    stdout: '       3  cut over\n',
  })
  expect(await duck('cut-over', '--all', '--to', 'rows')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('the old app can be switched off'),
  })
  expect(await duck('purge', '--yes')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('3 sessions were not proved since'),
  })
  await duck('verify')
  expect(await duck('purge', '--wait-days', '0')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('say --yes'),
  })
  expect(await duck('roll-back', '--all')).toMatchObject({ code: 0, stdout: '       3  rolled back\n' })
  expect(JSON.parse((await duck('status', '--json')).stdout)).toMatchObject({ storage: { array: 3 } })
  expect((await duck('log', '--session', 's00001')).stdout).toMatch(/rolled-back/)
  await duck('cut-over', '--all', '--to', 'rows')
  await duck('verify')
  expect(await purgeAsked('another')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('another name'),
  })
  expect(await purgeAsked(new URL(database.url).pathname.slice(1))).toMatchObject({
    code: 0,
    stdout: '3 arrays are in legacy_archive; the old app’s columns are gone.\n',
  })
  expect((await duck('log')).stdout).toMatch(/purged {2}\{\}\n$/)
})

const purgeAsked = (answer: string) =>
  runHere(['legacy', 'purge', '--wait-days', '0'], { variables: variables(), ask: async () => answer })

test('verify ends with 1 and names the session when a row is missing', async () => {
  await fill(2, 2)
  await duck('capture')
  await duck('backfill')
  await database.sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`alter table messages disable trigger messages_refuse_change`
    await tx`alter table messages disable trigger messages_refuse_delete`
    await tx`delete from messages where session_id = 's00002' and message_index = 1`
    await tx`alter table messages enable always trigger messages_refuse_change`
    await tx`alter table messages enable always trigger messages_refuse_delete`
  })
  expect(await duck('verify')).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^s00002 {2}element 1 is not its row\n1 sessions are proved/),
    stderr: expect.stringContaining('1 sessions are not proved.'),
  })
  expect(await duck('cut-over', '--session', 's00002', '--to', 'rows')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('duck legacy log says why'),
  })
})

test('Ctrl-C ends a backfill behind its transaction, and the next run goes on from there', async () => {
  await fill(3000, 2)
  await duck('capture')
  const running = startDuck(['legacy', 'backfill'], { databaseUrl: database.url })
  await expect.poll(countRows, { timeout: 60_000 }).toBeGreaterThan(0)
  running.signal('SIGINT')
  const { code, stderr } = await running.ended
  expect({ code, stderr }).toEqual({
    code: 130,
    stderr: expect.stringContaining('It was told to end; the next run goes on from there.'),
  })
  const there = await countRows()
  expect(there).toBeLessThan(6000)
  await duck('backfill', '--full-speed')
  expect(await countRows()).toBe(6000)
  expect(await duck('verify')).toMatchObject({ code: 0 })
})

test('a backfill that is killed is gone on with, and no row is lost or doubled', async () => {
  await fill(3000, 2)
  await duck('capture')
  const running = startDuck(['legacy', 'backfill'], { databaseUrl: database.url })
  await expect.poll(countRows, { timeout: 60_000 }).toBeGreaterThan(0)
  running.signal('SIGKILL')
  expect((await running.ended).code).toBeNull()
  await duck('backfill', '--full-speed')
  expect(await countRows()).toBe(6000)
  expect(await duck('verify')).toMatchObject({ code: 0 })
})

test('a table that cannot be carried over is told by its sentence, by plan and by capture', async () => {
  await database.sql`alter table chat_sessions alter user_id type uuid using gen_random_uuid()`
  const why = 'The column chat_sessions.user_id is uuid; it has to be text.'
  expect(await duck('plan')).toMatchObject({ code: 1, stdout: expect.stringContaining(`In the way: ${why}`) })
  expect(await duck('capture')).toMatchObject({ code: 1, stderr: `${why}\n` })
})

test('what is typed wrong is named, and changes nothing', async () => {
  await fill(1, 1)
  await duck('capture')
  const faults: [string[], number, string][] = [
    [['cut-over', '--all'], 2, '--to reads, then --to rows'],
    [['cut-over', '--to', 'rows'], 2, '--session ID, --percent N or --all'],
    [['cut-over', '--to', 'rows', '--percent', '101'], 2, 'a whole number from 1 to 100'],
    [['roll-back', '--session', 'none'], 1, 'There is no session of that id.'],
    [['purge', '--wait-days', '-1'], 2, ''],
    [['log', '--limit', '0'], 2, '--limit must be'],
  ]
  for (const [args, code, stderr] of faults)
    expect(await duck(...args)).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(stderr) })
  expect(JSON.parse((await duck('status', '--json')).stdout)).toMatchObject({ storage: { array: 1 } })
})
