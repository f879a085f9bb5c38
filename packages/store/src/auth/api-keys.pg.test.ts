import { LIMITS } from '@duck/protocol'
import { expect, test } from 'vitest'
import { useAuthDb } from '../testing/use-auth-db.ts'
import { createApiKey, listApiKeys } from './api-keys.ts'

const store = useAuthDb()

test('of keys that are made in one moment no more than the limit come to be, and one user’s do not count for another', async () => {
  const [userId, other] = [await store.newPerson(), await store.newPerson()]
  const create = (owner: string) => createApiKey(store.db, { userId: owner, name: 'A key' })
  for (let n = 0; n < LIMITS.apiKeysPerUser - 1; n++) await create(userId)
  const tries = await Promise.allSettled(Array.from({ length: 12 }, () => create(userId)))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const each of tries)
    if (each.status === 'rejected')
      expect(each.reason).toMatchObject({ code: 'TOO_MANY_REQUESTS', facts: { reason: 'too-many-keys' } })
  expect(await listApiKeys(store.db, userId)).toHaveLength(LIMITS.apiKeysPerUser)
  await create(other)
})

test('a key that is being made counts', async () => {
  const userId = await store.newPerson()
  for (let n = 0; n < LIMITS.apiKeysPerUser - 1; n++) await createApiKey(store.db, { userId, name: 'A key' })
  const [inserted, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const making = store.sql.begin(async (sql) => {
    await sql`
      insert into auth.api_keys (id, user_id, name, digest, last_four)
      values (gen_random_uuid(), ${userId}, 'Elsewhere', 'x', 'xxxx')`
    inserted.resolve()
    await released.promise
  })
  await inserted.promise
  const made = createApiKey(store.db, { userId, name: 'One too many' }).then(
    () => 'made',
    (error: unknown) => error,
  )
  const waiting = () => store.sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await expect.poll(async () => (await waiting()).length).toBe(1)
  released.resolve()
  await making
  expect(await made).toMatchObject({ code: 'TOO_MANY_REQUESTS' })
})
