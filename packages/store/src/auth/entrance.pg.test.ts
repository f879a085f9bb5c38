import { expect, test } from 'vitest'
import { useAuthDb } from '../testing/use-auth-db.ts'
import { createApiKey } from './api-keys.ts'
import { entranceOf } from './entrance.ts'
import { knownPeople } from './known-people.ts'
import { proveAddress } from './people.ts'

const store = useAuthDb()

test('an account is open by a password, another provider, a sign-in that lasts or an API key, and shut without', async () => {
  const enter: Record<string, (userId: string) => Promise<unknown>> = {
    password: (id) => store.sql`
      insert into auth.credentials (id, user_id, account_id, provider_id, password)
      values (${id}, ${id}, ${id}, 'credential', 'a hash')`,
    provider: (id) => store.sql`
      insert into auth.credentials (id, user_id, account_id, provider_id) values (${id}, ${id}, ${id}, 'oidc')`,
    'sign-in': (id) => store.sql`
      insert into auth.sign_ins (id, user_id, token, expires_at) values (${id}, ${id}, ${id}, now() + interval '1 hour')`,
    key: (id) => createApiKey(store.db, { userId: id, name: 'a program' }),
  }
  for (const [way, open] of Object.entries(enter)) {
    const userId = await store.newPerson(`${way}@duck.test`)
    expect(await entranceOf(store.db, userId), way).toEqual({ isOpen: false, isProven: false })
    await open(userId)
    expect(await entranceOf(store.db, userId), way).toEqual({ isOpen: true, isProven: false })
  }
})

test('a sign-in that is over opens nothing, and who proved the address is known for it', async () => {
  const userId = await store.newPerson('over@duck.test')
  await store.sql`
    insert into auth.sign_ins (id, user_id, token, expires_at) values (${userId}, ${userId}, ${userId}, now())`
  expect(await entranceOf(store.db, userId)).toEqual({ isOpen: false, isProven: false })
  await proveAddress(store.db, userId)
  expect(await entranceOf(store.db, userId)).toEqual({ isOpen: false, isProven: true })
  expect(await entranceOf(store.db, 'nobody')).toBeNull()
})

test('of ids those that are users are told, guests too', async () => {
  const [guest, person] = [await store.newPerson(), await store.newPerson('known@duck.test')]
  expect(await knownPeople(store.db, [guest, 'old-1', person, "o'ld"])).toEqual(new Set([guest, person]))
  expect(await knownPeople(store.db, [])).toEqual(new Set())
})
