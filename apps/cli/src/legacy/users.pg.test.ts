import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type AuthDb, connectAuth, findLink, findPerson, prepareDatabase } from '@duck/store'
import { TEST_SECRET, type TestDatabase } from '@duck/testing/database'
import { createLegacyDatabase } from '@duck/testing/legacy'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { runHere } from '../testing/run-here.ts'

let database: TestDatabase
let accounts: AuthDb
let folder: string
beforeAll(async () => {
  database = await createLegacyDatabase()
  const { authUrl } = await prepareDatabase({ url: database.url, secret: TEST_SECRET })
  accounts = connectAuth(authUrl)
  folder = await mkdtemp(path.join(tmpdir(), 'duck-users-'))
})
afterAll(async () => {
  await accounts?.close()
  await database?.drop()
  if (folder) await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await database.sql`drop table if exists auth.users`
  await database.sql`delete from legacy_users`
  await database.sql`delete from chat_sessions`
  await database.sql`delete from auth.people`
  await database.sql`
    insert into chat_sessions (id, user_id, messages, storage)
    values ('a', 'old-1', '[]', 'rows'), ('b', 'old-1', '[]', 'rows'), ('c', 'old-2', '[]', 'rows')`
})

const users = (...args: string[]) =>
  runHere(['legacy', 'users', ...args], {
    variables: {
      DATABASE_URL: database.url,
      DUCK_SECRET: TEST_SECRET,
      DUCK_PUBLIC_URL: 'https://duck.example',
    },
  })

async function csv(text: string): Promise<string> {
  const file = path.join(folder, 'users.csv')
  await writeFile(file, text)
  return file
}

async function owners(): Promise<string[]> {
  const rows = await database.sql<{ owner: string }[]>`
    select s.id || ' ' || coalesce(p.email, s.user_id) as owner
    from chat_sessions s left join auth.people p on p.id = s.user_id order by s.id`
  return rows.map(({ owner }) => owner)
}

const MAPPED = ['a ann@example.org', 'b ann@example.org', 'c old-2']
const AS_BEFORE = ['a old-1', 'b old-1', 'c old-2']
const LINK = /^ann@example\.org {2}https:\/\/duck\.example\/reset#([\w-]{32})$/m

test('who is named gets an account, the sessions and a link for a week; who is not is listed; it can be undone', async () => {
  const { code, stdout, stderr } = await users('--csv', await csv('user_id,email\nold-1,Ann@Example.org'))
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(
      /^old-2 stays, 1 session: nothing says who that is\.\nEach link is good once, until .+ UTC\.\n1 users were mapped, 1 stay\.\n$/,
    ),
  })
  expect(stdout).toMatch(/^old-1 {2}ann@example\.org {2}2 sessions {2}new account\n/)
  expect(await owners()).toEqual(MAPPED)
  const ann = await findPerson(accounts, 'ann@example.org')
  expect(await findLink(accounts, 'reset-password', LINK.exec(stdout)?.[1] ?? '')).toBe(ann?.id)
  const [row] = await database.sql`
    select round(extract(epoch from max(expires_at) - now()) / 86400)::int as days from auth.verifications`
  expect(row).toEqual({ days: 7 })
  expect(await users('--undo')).toMatchObject({ code: 0, stdout: 'old-1  ann@example.org  2 sessions\n' })
  expect(await owners()).toEqual(AS_BEFORE)
})

test('repeated it gives nothing twice, and a new link as long as nobody opened the account', async () => {
  const file = await csv('old-1,ann@example.org')
  await users('--csv', file)
  const again = JSON.parse((await users('--csv', file, '--json')).stdout)
  expect(again).toEqual({
    mapped: [],
    unmapped: [{ oldUserId: 'old-2', sessions: 1, why: 'unknown', email: null }],
    links: [{ email: 'ann@example.org', url: expect.any(String), expiresAt: expect.any(String) }],
  })
  await database.sql`
    insert into auth.credentials (id, user_id, account_id, provider_id, password)
    select '1', id, id, 'credential', 'a hash' from auth.people`
  expect(JSON.parse((await users('--csv', file, '--json')).stdout).links).toEqual([])
})

test('the users of a hosted Postgres are known without a file, and a file has the last word', async () => {
  await database.sql`create table auth.users (id text primary key, email text)`
  await database.sql`insert into auth.users values ('old-1', 'ann@example.org'), ('old-2', 'no address')`
  const dry = JSON.parse((await users('--dry-run', '--json')).stdout)
  expect(dry).toMatchObject({
    mapped: [{ email: 'ann@example.org', isNew: true }],
    unmapped: [{ oldUserId: 'old-2', why: 'no-address' }],
  })
  expect(await owners()).toEqual(AS_BEFORE)
  await users('--csv', await csv('old-2,bo@example.org'))
  expect(await owners()).toEqual(['a ann@example.org', 'b ann@example.org', 'c bo@example.org'])
})

test('while the old app still reads a session nobody is mapped, unless it is said, and why is told', async () => {
  await database.sql`update chat_sessions set storage = 'reads' where id = 'c'`
  const file = await csv('old-1,ann@example.org')
  expect(await users('--csv', file)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('would no longer show those'),
  })
  expect(await owners()).toEqual(AS_BEFORE)
  expect(await users('--csv', file, '--before-cut-over')).toMatchObject({ code: 0 })
  expect(await owners()).toEqual(MAPPED)
})

test('what is typed wrong changes nothing and is named', async () => {
  const faults: [string[], string][] = [
    [[], 'Give --csv FILE'],
    [['--csv', path.join(folder, 'none')], 'cannot be read'],
    [['--csv', await csv('old-1,ann@example.org'), '--link-days', '0'], '--link-days must be'],
  ]
  for (const [args, stderr] of faults)
    expect(await users(...args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(stderr),
    })
  expect(await users('--csv', await csv('old-1'))).toMatchObject({
    code: 1,
    stderr: 'Line 1 is to be user_id,email or user_id,email,name.\n',
  })
  expect(await owners()).toEqual(AS_BEFORE)
})

test('a user’s id of the old app cannot forge a line', async () => {
  await database.sql`update chat_sessions set user_id = E'x\n\u001b[2Jann@example.org  https://evil' where id = 'c'`
  const { stdout, stderr } = await users('--csv', await csv('old-1,ann@example.org'))
  expect(stdout + stderr).not.toContain('\u001b')
  expect(stderr).not.toMatch(/^ann@example/m)
})

test('a database without an old app is told so', async () => {
  await database.sql`alter table legacy_users rename to legacy_users_away`
  expect(await users('--undo')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^This database has no sessions of an old app/),
  })
  await database.sql`alter table legacy_users_away rename to legacy_users`
})
