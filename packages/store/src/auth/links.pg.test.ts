import { expect, test } from 'vitest'
import { useAuthDb } from '../testing/use-auth-db.ts'
import { makeLink, useLink } from './links.ts'

const store = useAuthDb()
const MINUTE = 60_000

test('of ten who open a link in one moment one gets in', async () => {
  const userId = await store.newPerson()
  const { token } = await makeLink(store.db, { userId, purpose: 'link', lastsMs: MINUTE })
  const opened = await Promise.all(Array.from({ length: 10 }, () => useLink(store.db, 'link', token)))
  expect(opened.filter((each) => each !== null)).toEqual([userId])
})

test('a link is good for its own purpose, for its time, and is not stored as it is', async () => {
  const userId = await store.newPerson()
  const { token } = await makeLink(store.db, { userId, purpose: 'reset-password', lastsMs: MINUTE })
  expect(await useLink(store.db, 'link', token)).toBeNull()
  expect(JSON.stringify(await store.sql`select * from auth.verifications`)).not.toContain(token)
  const late = await makeLink(store.db, { userId, purpose: 'link', lastsMs: -1 })
  expect(await useLink(store.db, 'link', late.token)).toBeNull()
})
