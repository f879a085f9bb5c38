import { uuidv7 } from '@duck/protocol'
import { type AuthDb, connectAuth, createApiKey, revokeApiKey } from '@duck/store'
import { TEST_HEADERS, TEST_USER, useTestDatabase } from '@duck/testing/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Identities } from './identities.ts'
import { installationOf } from './installation.ts'

const database = useTestDatabase()
let db: AuthDb
beforeAll(() => {
  db = connectAuth(database.authUrl)
})
afterAll(() => db.close())

function identities(settings = { mode: 'local' as 'local' | 'accounts', operators: new Set<string>() }) {
  let ms = 0
  const made = new Identities({ db, installation: installationOf('secret', false), settings, now: () => ms })
  const pass = (more: number) => {
    ms += more
  }
  return { made, pass }
}

async function newKey(userId = TEST_USER) {
  const { apiKey, key } = await createApiKey(db, { userId, name: 'test' })
  return { id: apiKey.id, headers: { authorization: `Bearer ${key}` } }
}

test('what is known is good for less than 5 s, and what is revoked here for no longer', async () => {
  const { made, pass } = identities()
  const { id, headers } = await newKey()
  expect(await made.find(headers)).toMatchObject({ userId: TEST_USER, credentialId: id, isOperator: false })
  await revokeApiKey(db, { userId: TEST_USER, id })
  expect(await made.find(headers)).not.toBeNull()
  pass(4_999)
  expect(await made.find(headers)).toBeNull()
  const again = await newKey()
  await made.find(again.headers)
  await revokeApiKey(db, { userId: TEST_USER, id: again.id })
  made.forget(TEST_USER)
  expect(await made.find(again.headers)).toBeNull()
})

test('many at once ask the database once', async () => {
  const { made } = identities()
  const { headers } = await newKey()
  const found = Array.from({ length: 50 }, () => made.find(headers))
  const { inUse, waiting } = db.pool.use()
  expect(inUse + waiting).toBe(1)
  for (const actor of await Promise.all(found)) expect(actor?.userId).toBe(TEST_USER)
})

test('nobody is signed out by a database that is away: that is an error, and not remembered', async () => {
  const away = connectAuth(database.authUrl.replace(/:\d+\//, ':1/'))
  const installation = installationOf('secret', false)
  const made = new Identities({ db: away, installation, settings: { mode: 'local', operators: new Set() } })
  for (let n = 0; n < 2; n++)
    await expect(made.find(TEST_HEADERS)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  await away.close()
})

test('an operator is whoever has proven an operator’s address', async () => {
  const { made } = identities({ mode: 'accounts', operators: new Set(['boss@duck.test']) })
  const userId = uuidv7()
  await database.sql`insert into auth.people (id, name, email) values (${userId}, 'Boss', 'boss@duck.test')`
  const { headers } = await newKey(userId)
  expect(await made.find(headers)).toMatchObject({ isOperator: false })
  await database.sql`update auth.people set email_verified = true where id = ${userId}`
  made.forget(userId)
  expect(await made.find(headers)).toMatchObject({ isOperator: true })
})
