import { expect, test } from 'vitest'
import { useAuthDb } from '../testing/use-auth-db.ts'
import { countRequest, forgetOldCounts } from './rates.ts'

const store = useAuthDb()

test('of a hundred requests at once exactly as many pass as may, and the others are told how long', async () => {
  const rate = { key: 'burst', most: 60, seconds: 60 }
  const waits = await Promise.all(Array.from({ length: 100 }, () => countRequest(store.db, rate)))
  expect(waits.filter((wait) => wait === 0)).toHaveLength(60)
  for (const wait of waits.filter((each) => each !== 0)) expect(wait).toBeGreaterThan(0)
})

test('a window ends although it is in use, and those of others are not counted', async () => {
  const rate = { key: 'steady', most: 1, seconds: 60 }
  expect(await countRequest(store.db, rate)).toBe(0)
  expect(await countRequest(store.db, rate)).toBeGreaterThan(0)
  expect(await countRequest(store.db, { ...rate, key: 'another' })).toBe(0)
  await store.sql`update auth.rate_counts set resets_at = now() - interval '1 ms' where key = 'steady'`
  expect(await countRequest(store.db, rate)).toBe(0)
  expect(await countRequest(store.db, rate)).toBeGreaterThan(0)
})

test('counts that are over are forgotten', async () => {
  await countRequest(store.db, { key: 'old', most: 1, seconds: 1 })
  await store.sql`update auth.rate_counts set resets_at = now() - interval '1 hour' where key = 'old'`
  await forgetOldCounts(store.db)
  expect(await store.sql`select from auth.rate_counts where key = 'old'`).toHaveLength(0)
})
