import { uuidv7 } from '@duck/protocol'
import { startThrowAwayPostgres, type ThrowAwayPostgres } from '@duck/testing/database'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../db.ts'
import { createSession } from '../session/create.ts'
import { deleteSession } from '../session/delete.ts'
import { append, indexesOf } from '../testing/rows.ts'
import { prepareDatabase } from './prepare-database.ts'

// A server of its own: roles belong to the whole server, and here they are not there at first.
const SECRET = 'the secret of this test'
let server: ThrowAwayPostgres
let admin: postgres.Sql

beforeAll(async () => {
  server = await startThrowAwayPostgres()
  admin = postgres(server.url, { max: 1, onnotice() {} })
  await admin`create role keeper login createrole password 'keeper'`
})
afterAll(async () => {
  await admin.end()
  await server.stop()
})

/** A new database of the keeper's, who is no superuser; with the URL of any role to it. */
async function newDatabase() {
  const name = `kept_${uuidv7().replaceAll('-', '')}`
  await admin.unsafe(`create database ${name} owner keeper`)
  const as = (user: string, password = user) => {
    const url = new URL(server.url)
    Object.assign(url, { username: user, password: encodeURIComponent(password), pathname: `/${name}` })
    return url.href
  }
  return { name, as, keeper: as('keeper') }
}

const prepare = async (url: string, adminUrl?: string, secret = SECRET) =>
  (await prepareDatabase({ url, adminUrl, secret })).url

async function works(url: string): Promise<void> {
  const db = await connect(url)
  const { session } = await createSession(db, { id: uuidv7(), userId: 'local' })
  expect(await append(db, session.id)).toMatchObject({ messageIndex: 0 })
  await deleteSession(db, 'local', session.id, true)
  await db.close()
}

test('an owner who is no superuser migrates, and the server serves as duck_app', async () => {
  const { keeper } = await newDatabase()
  const url = await prepare(keeper)
  expect(new URL(url)).toMatchObject({ username: 'duck_app' })
  await works(url)
  expect(await prepare(keeper)).toBe(url)
})

test('ten servers at once, on two new databases, prepare each once', async () => {
  const [one, two] = [await newDatabase(), await newDatabase()]
  const urls = await Promise.all(Array.from({ length: 10 }, (_, n) => prepare((n % 2 ? one : two).keeper)))
  expect(new Set(urls).size).toBe(2)
  await Promise.all(urls.slice(0, 2).map(works))
})

test('the owner changes no message, and erases one only with its session', async () => {
  const { keeper } = await newDatabase()
  const db = await connect(await prepare(keeper))
  const { session } = await createSession(db, { id: uuidv7(), userId: 'local' })
  await append(db, session.id)
  const owner = postgres(keeper, { max: 1, onnotice() {} })
  for (const change of [
    `update messages set content = 'x'`,
    'update messages set content = content where false',
    'delete from messages',
    'truncate messages',
    'truncate chat_sessions cascade',
  ])
    await expect(owner.unsafe(change), change).rejects.toMatchObject({ code: 'QK405' })
  expect(await indexesOf(owner, session.id)).toEqual([0])
  expect(await owner`select * from selftest_append_only() where ok is not true`).toEqual([])
  await owner`delete from chat_sessions where id = ${session.id}`
  expect(await indexesOf(owner, session.id)).toEqual([])
  await owner.end()
  await db.close()
})

test('a role that may only serve is enough once the schema is there, and is told so before', async () => {
  const { as, keeper, name } = await newDatabase()
  const weak = await prepare((await newDatabase()).keeper).then((url) =>
    as('duck_app', new URL(url).password),
  )
  await expect(prepare(weak)).rejects.toThrow('Set DATABASE_ADMIN_URL to its owner.')
  expect(await prepare(weak, keeper)).toBe(weak)
  expect(await prepare(weak)).toBe(weak)
  await works(weak)
  await admin.unsafe(`create role web_${name} login password 'web' in role duck_app`)
  await works(await prepare(as(`web_${name}`, 'web')))
})

test('duck_app gets the password that the operator chose for it', async () => {
  const { as, keeper } = await newDatabase()
  const chosen = as('duck_app', 'chosen: by / me')
  expect(await prepare(chosen, keeper)).toBe(chosen)
  await works(chosen)
  await works(await prepare(keeper))
})

test.each([
  ['a superuser', 'superuser', /is a superuser/],
  ['one that passes row level security', 'bypassrls in role duck_app', /BYPASSRLS/],
  ['no member of duck_app', '', /grant duck_app to/],
])('a role that is %s does not serve', async (_what, attribute, sentence) => {
  const { as, keeper, name } = await newDatabase()
  await prepare(keeper)
  await admin.unsafe(`create role strange_${name} login password 'x' ${attribute}`)
  await expect(prepare(as(`strange_${name}`, 'x'), keeper)).rejects.toThrow(sentence)
})

test('the owner does not serve, and neither does one who may write messages', async () => {
  const { as, keeper, name } = await newDatabase()
  await prepare(keeper)
  await expect(prepare(keeper, keeper)).rejects.toThrow('owns chat_sessions')
  await admin.unsafe(`create role writes_${name} login password 'x' in role duck_app`)
  const owner = postgres(keeper, { max: 1, onnotice() {} })
  await owner.unsafe(`grant update (content) on messages to writes_${name}`)
  await owner.end()
  await expect(prepare(as(`writes_${name}`, 'x'))).rejects.toThrow('may update messages directly')
})

test.each([
  ['alter table messages disable row level security', 'not forced on messages'],
  ['alter table servers no force row level security', 'not forced on servers'],
  ['alter table messages disable trigger messages_refuse_delete', 'triggers'],
])('a database after "%s" is not served', async (change, sentence) => {
  const { keeper } = await newDatabase()
  await prepare(keeper)
  const owner = postgres(keeper, { max: 1, onnotice() {} })
  await owner.unsafe(change)
  await owner.end()
  await expect(prepare(keeper)).rejects.toThrow(sentence)
})

test('another secret is another password, and the old one is of no use', async () => {
  const { keeper } = await newDatabase()
  const before = await prepare(keeper)
  await works(await prepare(keeper, undefined, 'another secret'))
  await expect(connect(before)).rejects.toThrow()
  await prepare(keeper)
})
