import { type AuthDb, addPerson, connectAuth, entranceOf, findPerson } from '@duck/store'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { KnownUser } from './known-user.ts'
import { listMappedAccounts } from './list-mapped.ts'
import { mapUsers } from './map-users.ts'
import { isAllCutOver } from './old-users.ts'
import { readHostedUsers } from './read-hosted-users.ts'
import { useAdopted } from './testing/use-adopted.ts'
import { undoUsers } from './undo-users.ts'

const database = useAdopted()
let accounts: AuthDb
beforeAll(() => {
  accounts = connectAuth(database.authUrl)
})
afterAll(() => accounts.close())
beforeEach(async () => {
  await database.sql`delete from chat_sessions`
  await database.sql`delete from legacy_users`
  await database.sql`delete from auth.people`
})

const known = (userId: string, email: string | null, name: string | null = null): KnownUser => ({
  userId,
  email,
  name,
})

async function addSessions(userId: string, ...ids: string[]): Promise<void> {
  for (const id of ids)
    await database.sql`
      insert into chat_sessions (id, user_id, messages) values (${id}, ${userId}, '[{"role": "user", "content": "hi"}]')`
}

async function owners(): Promise<Record<string, string>> {
  const rows = await database.sql<{ id: string; userId: string }[]>`
    select id, user_id as "userId" from chat_sessions order by id`
  return Object.fromEntries(rows.map(({ id, userId }) => [id, userId]))
}

async function idOf(email: string): Promise<string | undefined> {
  return (await findPerson(accounts, email))?.id
}

const map = (users: readonly KnownUser[], more: { dryRun?: boolean; signal?: AbortSignal } = {}) =>
  mapUsers(database.sql, { accounts, known: users, ...more })

test('an old user’s sessions are an account’s, made where it was missing; who is not known stays, and is listed', async () => {
  await addSessions('old-1', 'a', 'b')
  await addSessions('old-2', 'c')
  await addSessions('old-3', 'd')
  const report = await map([known('old-1', 'Ann@Example.org', 'Ann'), known('old-3', null)])
  const ann = await findPerson(accounts, 'ann@example.org')
  expect(ann).toMatchObject({ name: 'Ann', isGuest: false })
  expect(await owners()).toEqual({ a: ann?.id, b: ann?.id, c: 'old-2', d: 'old-3' })
  expect(report).toEqual({
    mapped: [{ oldUserId: 'old-1', email: 'ann@example.org', userId: ann?.id, isNew: true, sessions: 2 }],
    unmapped: [
      { oldUserId: 'old-2', sessions: 1, why: 'unknown', email: null },
      { oldUserId: 'old-3', sessions: 1, why: 'no-address', email: null },
    ],
  })
})

test('two old users of one address come to one account, and both can be told apart when it is undone', async () => {
  await addSessions('old-1', 'a')
  await addSessions('old-2', 'b')
  await map([known('old-1', 'ann@example.org'), known('old-2', 'ANN@example.org')])
  const ann = await idOf('ann@example.org')
  await addSessions(String(ann), 'own')
  expect(await owners()).toEqual({ a: ann, b: ann, own: ann })
  expect(await undoUsers(database.sql)).toEqual([
    { oldUserId: 'old-1', email: 'ann@example.org', sessions: 1 },
    { oldUserId: 'old-2', email: 'ann@example.org', sessions: 1 },
  ])
  expect(await owners()).toEqual({ a: 'old-1', b: 'old-2', own: ann })
  expect(await undoUsers(database.sql)).toEqual([])
})

test('repeating it changes nothing, and gives what the old app made since to the same account', async () => {
  await addSessions('old-1', 'a')
  await map([known('old-1', 'ann@example.org')])
  expect(await map([known('old-1', 'ann@example.org')])).toEqual({ mapped: [], unmapped: [] })
  await addSessions('old-1', 'b')
  const ann = await idOf('ann@example.org')
  const { mapped } = await map([known('old-1', 'changed@example.org')])
  expect(mapped).toEqual([
    { oldUserId: 'old-1', email: 'ann@example.org', userId: ann, isNew: false, sessions: 1 },
  ])
  expect(await owners()).toEqual({ a: ann, b: ann })
  expect(await idOf('changed@example.org')).toBeUndefined()
  await undoUsers(database.sql)
  expect(await owners()).toEqual({ a: 'old-1', b: 'old-1' })
})

test('a dry run says the same and writes nothing', async () => {
  await addSessions('old-1', 'a')
  const before = await owners()
  expect(await map([known('old-1', 'ann@example.org')], { dryRun: true })).toEqual({
    mapped: [{ oldUserId: 'old-1', email: 'ann@example.org', userId: null, isNew: true, sessions: 1 }],
    unmapped: [],
  })
  expect(await owners()).toEqual(before)
  expect(await idOf('ann@example.org')).toBeUndefined()
  expect(await listMappedAccounts(database.sql, accounts)).toEqual([])
})

test('nobody gets another’s history by having signed up with their address unproven', async () => {
  const stranger = await addPerson(accounts, { email: 'ann@example.org', name: 'Not Ann' })
  const id = String(stranger?.id)
  await database.sql`
    insert into auth.credentials (id, user_id, account_id, provider_id, password)
    values ('1', ${id}, ${id}, 'credential', 'a hash')`
  await addSessions('old-1', 'a')
  const users = [known('old-1', 'ann@example.org')]
  expect((await map(users)).unmapped).toEqual([
    { oldUserId: 'old-1', sessions: 1, why: 'unproven', email: 'ann@example.org' },
  ])
  expect(await owners()).toEqual({ a: 'old-1' })
  await database.sql`update auth.people set email_verified = true where id = ${id}`
  expect(await entranceOf(accounts, id)).toEqual({ isOpen: true, isProven: true })
  await map(users)
  expect(await owners()).toEqual({ a: id })
  expect(await listMappedAccounts(database.sql, accounts)).toEqual([
    { userId: id, email: 'ann@example.org', oldUserIds: ['old-1'], isShut: false },
  ])
})

test('a session that somebody holds keeps its user back, and nobody else', async () => {
  await addSessions('old-1', 'a')
  await addSessions('old-2', 'b')
  const users = [known('old-1', 'ann@example.org'), known('old-2', 'bo@example.org')]
  await database.sql.begin(async (holder) => {
    await holder`select from chat_sessions where id = 'a' for update`
    const { mapped, unmapped } = await map(users)
    expect(mapped.map(({ oldUserId }) => oldUserId)).toEqual(['old-2'])
    expect(unmapped).toEqual([{ oldUserId: 'old-1', sessions: 1, why: 'busy', email: 'ann@example.org' }])
  })
  await map(users)
  expect(await owners()).toEqual({ a: await idOf('ann@example.org'), b: await idOf('bo@example.org') })
}, 30_000)

test('ended in between it goes on where it was', async () => {
  await addSessions('old-1', 'a')
  await addSessions('old-2', 'b')
  const users = [known('old-1', 'ann@example.org'), known('old-2', 'bo@example.org')]
  const ending = new AbortController()
  const first = await mapUsers(database.sql, {
    accounts,
    known: users,
    signal: ending.signal,
    onProgress: () => ending.abort(),
  })
  expect(first.mapped).toHaveLength(1)
  expect(await owners()).toEqual({ a: await idOf('ann@example.org'), b: 'old-2' })
  expect((await map(users)).mapped.map(({ oldUserId }) => oldUserId)).toEqual(['old-2'])
})

test('sessions of accounts and guests are nobody’s to map', async () => {
  const ann = await addPerson(accounts, { email: 'ann@example.org', name: 'Ann' })
  await addSessions(String(ann?.id), 'own')
  expect(await map([known(String(ann?.id), 'bo@example.org')])).toEqual({ mapped: [], unmapped: [] })
  expect(await owners()).toEqual({ own: ann?.id })
})

test('a session that the user deleted since is not missed when it is undone', async () => {
  await addSessions('old-1', 'a', 'b')
  await map([known('old-1', 'ann@example.org')])
  await database.sql`delete from chat_sessions where id = 'a'`
  expect(await undoUsers(database.sql)).toEqual([
    { oldUserId: 'old-1', email: 'ann@example.org', sessions: 1 },
  ])
})

test('what is left to cut over is told', async () => {
  await addSessions('old-1', 'a')
  expect(await isAllCutOver(database.sql)).toBe(false)
  await database.sql`update chat_sessions set storage = 'rows'`
  expect(await isAllCutOver(database.sql)).toBe(true)
})

test('users of a hosted Postgres are read with the names of their profiles', async () => {
  expect(await readHostedUsers(database.sql)).toEqual([])
  const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`
  await database.sql`create table auth.users (id uuid primary key, email varchar(255), raw_user_meta_data jsonb)`
  await database.sql`
    insert into auth.users values (${id(1)}, 'ann@example.org', '{"full_name": "Ann"}'),
      (${id(2)}, 'bo@example.org', null), (${id(3)}, null, '{"name": "Cy"}')`
  expect(await readHostedUsers(database.sql)).toEqual([
    known(id(1), 'ann@example.org', 'Ann'),
    known(id(2), 'bo@example.org'),
    known(id(3), null, 'Cy'),
  ])
})
