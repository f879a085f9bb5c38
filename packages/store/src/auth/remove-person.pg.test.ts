import { expect, test } from 'vitest'
import { useAuthDb } from '../testing/use-auth-db.ts'
import { addPerson } from './add-person.ts'
import { createApiKey, listApiKeys } from './api-keys.ts'
import { addDeparture, listDepartures } from './departures.ts'
import { isServed } from './is-served.ts'
import { getPerson } from './people.ts'
import { removePerson } from './remove-person.ts'

const store = useAuthDb()

const departureOf = async (userId: string) =>
  (await listDepartures(store.db)).find((departure) => departure.userId === userId)

test('whoever is removed is gone with their keys at once, and noted to be erased', async () => {
  const userId = await store.newPerson()
  await createApiKey(store.db, { userId, name: 'one' })
  expect(await removePerson(store.db, userId)).toBe(true)
  expect(await getPerson(store.db, userId)).toBeNull()
  expect(await listApiKeys(store.db, userId)).toEqual([])
  expect(await departureOf(userId)).toEqual({ userId, heir: null, settled: false })
  expect(await removePerson(store.db, userId)).toBe(false)
})

test('to remove a guest who has an heir takes nothing from the heir', async () => {
  const [userId, heir] = [await store.newPerson(), await store.newPerson('heir@remove.test')]
  await addDeparture(store.db, { userId, heir })
  await removePerson(store.db, userId)
  expect(await departureOf(userId)).toMatchObject({ heir })
})

test('nobody is removed who is not there', async () => {
  expect(await removePerson(store.db, 'nobody')).toBe(false)
  expect(await departureOf('nobody')).toBeUndefined()
})

test('of ten who add one address in one moment, in any case, one does', async () => {
  const emails = Array.from({ length: 10 }, (_, n) => (n % 2 ? 'Add@Duck.Test' : 'add@duck.test'))
  const added = await Promise.all(emails.map((email) => addPerson(store.db, { email, name: 'Ann' })))
  expect(added.filter((person) => person !== null)).toMatchObject([
    { email: 'add@duck.test', name: 'Ann', isGuest: false },
  ])
})

test('a database is served while somebody else than accounts is connected to it as The Duck', async () => {
  expect(await isServed(store.db)).toBe(false)
  await store.sql`set application_name = 'duck'`
  expect(await isServed(store.db)).toBe(true)
})
