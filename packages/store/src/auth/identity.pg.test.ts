import { expect, test } from 'vitest'
import { useAuthDb } from '../testing/use-auth-db.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts'
import { findApiKey, findSignIn, stillGood } from './identity.ts'
import { listSignIns, revokeAll, revokeSignIn } from './sign-ins.ts'

const store = useAuthDb()

test('a sign-in stands for its user until it is revoked, and expires by itself', async () => {
  const userId = await store.newPerson('ann@duck.test')
  const token = await store.newSignIn(userId)
  const identity = await findSignIn(store.db, token)
  expect(identity).toMatchObject({ userId, email: 'ann@duck.test', isGuest: false, isFirstGuest: false })
  expect(await findSignIn(store.db, await store.newSignIn(userId, -1))).toBeNull()
  const credentialId = identity?.credentialId ?? ''
  expect(await listSignIns(store.db, { userId, credentialId })).toMatchObject([{ current: true }])
  await expect(revokeSignIn(store.db, { userId: 'someone', id: credentialId })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  await revokeSignIn(store.db, { userId, id: credentialId })
  expect(await findSignIn(store.db, token)).toBeNull()
})

test('a guest has no address', async () => {
  const userId = await store.newPerson()
  expect(await findSignIn(store.db, await store.newSignIn(userId))).toMatchObject({
    userId,
    email: null,
    isGuest: true,
  })
})

test('a sign-in that is used lasts on, and one that was renewed today is not written again', async () => {
  const token = await store.newSignIn(await store.newPerson())
  const read = async () => {
    const [row] = await store.sql<{ expiresAt: Date; updatedAt: Date }[]>`
      select expires_at as "expiresAt", updated_at as "updatedAt" from auth.sign_ins where token = ${token}`
    return row
  }
  const fresh = await read()
  await findSignIn(store.db, token)
  expect(await read()).toEqual(fresh)
  await store.sql`update auth.sign_ins set updated_at = now() - interval '2 days' where token = ${token}`
  await findSignIn(store.db, token)
  expect(Number((await read())?.expiresAt)).toBeGreaterThan(Date.now() + 399 * 86_400_000)
})

test('an API key is shown once, found by its digest alone, and of no use once revoked', async () => {
  const userId = await store.newPerson('bea@duck.test')
  const { apiKey, key } = await createApiKey(store.db, { userId, name: 'bot' })
  expect(key).toMatch(/^dk_[\w-]{43}$/)
  expect(apiKey).toMatchObject({ name: 'bot', lastFour: key.slice(-4), lastUsedAt: null })
  const stored = JSON.stringify(await store.sql`select * from auth.api_keys where user_id = ${userId}`)
  expect(stored).not.toContain(key.slice(3, 20))
  expect(await findApiKey(store.db, key)).toMatchObject({ userId, credentialId: apiKey.id })
  expect((await listApiKeys(store.db, userId))[0]?.lastUsedAt).not.toBeNull()
  await expect(revokeApiKey(store.db, { userId: 'someone', id: apiKey.id })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  await revokeApiKey(store.db, { userId, id: apiKey.id })
  expect(await findApiKey(store.db, key)).toBeNull()
})

test('a user has fifty API keys at most', async () => {
  const userId = await store.newPerson()
  for (let n = 0; n < 50; n++) await createApiKey(store.db, { userId, name: `${n}` })
  await expect(createApiKey(store.db, { userId, name: 'one more' })).rejects.toMatchObject({
    facts: { reason: 'too-many-keys' },
  })
})

test('which of many are still good is asked at once', async () => {
  const userId = await store.newPerson()
  const [one, two] = [await store.newSignIn(userId), await store.newSignIn(userId)]
  const { apiKey } = await createApiKey(store.db, { userId, name: 'bot' })
  const ids = await Promise.all(
    [one, two].map(async (token) => (await findSignIn(store.db, token))?.credentialId ?? ''),
  )
  const all = [...ids, apiKey.id]
  expect(await stillGood(store.db, [...all, 'unknown'])).toEqual(new Set(all))
  await revokeSignIn(store.db, { userId, id: all[0] ?? '' })
  expect(await stillGood(store.db, all)).toEqual(new Set(all.slice(1)))
  await revokeAll(store.db, userId)
  expect(await stillGood(store.db, all)).toEqual(new Set())
})
