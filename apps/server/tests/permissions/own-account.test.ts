import { uuidv7 } from '@duck/protocol'
import { createTestClient, type TestClient } from '@duck/testing/app'
import { expect, onTestFinished, test } from 'vitest'
import { postJson } from './testing/ask.ts'
import { usePair } from './testing/pair.ts'
import { anyAddress, type Credential, PASSWORD, signInAgain, signUp } from './testing/people.ts'

const pair = usePair()
const MINUTE = 60_000

function clientOf(credential: Credential): TestClient['rpc'] {
  const { rpc, close } = createTestClient(pair.urls[0], { ...credential })
  onTestFinished(close)
  return rpc
}

const auth = (path: string, body: object) => postJson(`${pair.urls[0]}/api/auth/${path}`, body, anyAddress())
const tokenIn = (url: string) => new URL(url).hash.slice(1)
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)

test('user.me is the caller, and says who runs the place', async () => {
  const { userId, email, credential } = await signUp(pair.urls[0], uuidv7())
  const me = { id: userId, name: email.split('@')[0], email, isGuest: false, createdAt: time }
  expect(await clientOf(credential).user.me.query()).toEqual({ ...me, isOperator: false })
  expect(await clientOf(pair.operator.credential).user.me.query()).toMatchObject({ isOperator: true })
})

test('user.link opens its user in another browser, once, within 15 minutes', async () => {
  const { userId, credential } = await signUp(pair.urls[0], uuidv7())
  const made = Date.now()
  const { url, expiresAt } = await clientOf(credential).user.link.mutate()
  expect(Math.abs(Date.parse(expiresAt) - made - 15 * MINUTE)).toBeLessThan(MINUTE)
  const opened = await auth('link', { token: tokenIn(url) })
  expect(JSON.parse(opened.text)).toMatchObject({ user: { id: userId } })
  expect((await auth('link', { token: tokenIn(url) })).status).toBe(400)
})

test('user.resetLink gives somebody with an account a new password, once, within a day; a guest has none', async () => {
  const { userId, email } = await signUp(pair.urls[0], uuidv7())
  const { resetLink } = clientOf(pair.operator.credential).user
  const made = Date.now()
  const { url, expiresAt } = await resetLink.mutate({ userId })
  expect(Math.abs(Date.parse(expiresAt) - made - 24 * 60 * MINUTE)).toBeLessThan(MINUTE)
  const reset = () => auth('reset-password', { token: tokenIn(url), newPassword: `${PASSWORD} too` })
  expect([(await reset()).status, (await reset()).status]).toEqual([200, 400])
  expect((await auth('sign-in/email', { email, password: `${PASSWORD} too` })).status).toBe(200)
  const guest = JSON.parse((await auth('sign-in/anonymous', {})).text) as { user: { id: string } }
  await expect(resetLink.mutate({ userId: guest.user.id })).rejects.toMatchObject({
    data: { code: 'NOT_FOUND' },
  })
})

test('signIn.list has where the caller is signed in, newest first; one that is revoked is gone', async () => {
  const { credential } = await signUp(pair.urls[0], uuidv7())
  const { signIn } = clientOf(await signInAgain(pair.urls[0], credential))
  const { signIns } = await signIn.list.query()
  const [newest, first] = signIns
  const whole = { id: expect.any(String), userAgent: null, address: expect.stringMatching(/^10\./) }
  const times = { createdAt: time, updatedAt: time, expiresAt: time }
  expect(signIns).toEqual([
    { ...whole, ...times, current: true },
    { ...whole, ...times, current: false },
  ])
  expect(String(newest?.createdAt) > String(first?.createdAt)).toBe(true)
  expect(await signIn.revoke.mutate({ id: first?.id ?? '' })).toEqual({})
  expect((await signIn.list.query()).signIns.map(({ id }) => id)).toEqual([newest?.id])
})

test('apiKey.list has the keys, newest first and never whole; one that is revoked is gone', async () => {
  const { credential } = await signUp(pair.urls[0], uuidv7())
  const { apiKey } = clientOf(credential)
  const [one, two] = [
    await apiKey.create.mutate({ name: 'one' }),
    await apiKey.create.mutate({ name: 'two' }),
  ]
  const listed = { name: 'one', lastFour: one.key.slice(-4), createdAt: time, lastUsedAt: null }
  expect(one.apiKey).toEqual({ id: expect.any(String), ...listed })
  const { apiKeys } = await apiKey.list.query()
  expect(apiKeys).toEqual([two.apiKey, one.apiKey])
  expect(JSON.stringify(apiKeys)).not.toContain(one.key.slice(3, 20))
  expect(await apiKey.revoke.mutate({ id: two.apiKey.id })).toEqual({})
  expect((await apiKey.list.query()).apiKeys).toEqual([one.apiKey])
})
