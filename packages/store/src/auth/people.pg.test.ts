import { expect, test } from 'vitest'
import { useAuthDb } from '../testing/use-auth-db.ts'
import { createApiKey, listApiKeys } from './api-keys.ts'
import {
  claimOperator,
  findPerson,
  getPerson,
  hasPassword,
  listPeople,
  passOperatorOn,
  proveAddress,
} from './people.ts'

const store = useAuthDb()

const operators = () => store.sql`select id from auth.people where is_operator`
const addCredential = (userId: string, provider: string, password: string | null) => store.sql`
  insert into auth.credentials (id, user_id, account_id, provider_id, password)
  values (${userId + provider}, ${userId}, ${userId}, ${provider}, ${password})`

test('of ten first guests in one moment one is the operator, who hands the place on', async () => {
  const ids = await Promise.all(Array.from({ length: 10 }, () => store.newPerson()))
  const claims = await Promise.all(ids.map((id) => claimOperator(store.db, id)))
  expect(claims.filter(Boolean)).toHaveLength(1)
  const first = ids[claims.indexOf(true)] ?? ''
  expect(await operators()).toEqual([{ id: first }])
  const heir = await store.newPerson('heir@duck.test')
  await passOperatorOn(store.db, ids.find((id) => id !== first) ?? '', heir)
  expect(await operators()).toEqual([{ id: first }])
  await passOperatorOn(store.db, first, heir)
  expect(await operators()).toEqual([{ id: heir }])
})

test('those with an address are listed, newest first, page after page; guests are not', async () => {
  const ids: string[] = []
  for (let n = 0; n < 5; n++) ids.unshift(await store.newPerson(`list${n}@duck.test`))
  await store.newPerson()
  const seen: string[] = []
  for (let cursor: string | null = null; ; ) {
    const page = await listPeople(store.db, { cursor, limit: 2 })
    seen.push(...page.users.map(({ id }) => id))
    cursor = page.nextCursor
    if (cursor === null) break
  }
  expect(seen.filter((id) => ids.includes(id))).toEqual(ids)
  const guests = await store.sql<{ id: string }[]>`select id from auth.people where is_guest`
  expect(seen.filter((id) => guests.some((guest) => guest.id === id))).toEqual([])
})

test('a person is found by address whatever its case, a guest never', async () => {
  const id = await store.newPerson('find@duck.test')
  const guest = await store.newPerson()
  expect(await findPerson(store.db, 'Find@Duck.Test')).toMatchObject({ id })
  expect(await findPerson(store.db, `${guest}@guest.invalid`)).toBeNull()
  expect(await getPerson(store.db, guest)).toMatchObject({ isGuest: true, email: null })
  expect(await getPerson(store.db, 'nobody')).toBeNull()
})

test('whoever took an address without proof is out once it is proven, and later proofs take nothing', async () => {
  const userId = await store.newPerson('taken@duck.test')
  await addCredential(userId, 'credential', 'hash')
  await addCredential(userId, 'oidc', null)
  await createApiKey(store.db, { userId, name: 'before' })
  await proveAddress(store.db, userId)
  expect(await listApiKeys(store.db, userId)).toEqual([])
  const left = () =>
    store.sql`select provider_id as "providerId" from auth.credentials where user_id = ${userId}`
  expect(await left()).toEqual([{ providerId: 'credential' }])
  await addCredential(userId, 'oidc', null)
  await createApiKey(store.db, { userId, name: 'after' })
  await proveAddress(store.db, userId)
  expect(await listApiKeys(store.db, userId)).toHaveLength(1)
  expect(await left()).toHaveLength(2)
})

test('who has a password is known', async () => {
  const [withOne, without] = [await store.newPerson(), await store.newPerson()]
  await addCredential(withOne, 'credential', 'hash')
  await addCredential(without, 'oidc', null)
  expect([await hasPassword(store.db, withOne), await hasPassword(store.db, without)]).toEqual([true, false])
})
