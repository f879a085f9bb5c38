import { connect } from 'node:net'
import { LIMITS, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { ask, postJson } from './testing/ask.ts'
import { digestOf } from './testing/digest.ts'
import { anyAddress, PASSWORD, signUp } from './testing/people.ts'
import { quick, SETTINGS } from './testing/settings.ts'
import { openWire } from './testing/wire.ts'

const server = useApp(quick, SETTINGS)
const ME = { name: 'user.me', type: 'query', input: {} } as const
const at = (path: string) => server.app.url + path

test('what is for everybody is answered to nobody in particular', async () => {
  const open = ['/healthz', '/readyz', '/api/openapi.json', '/api/docs', '/api/auth/get-session']
  for (const path of open) expect((await ask(at(path))).status, path).toBe(200)
  const options = JSON.parse((await ask(at('/trpc/user.options'))).text)
  expect(options.result.data).toEqual({ mode: 'accounts', guests: true, oidc: null })
})

test('a call that is meant to come from another user is UNAUTHORIZED, and does nothing', async () => {
  const [ann, ben] = [await signUp(server.app.url, uuidv7()), await signUp(server.app.url, uuidv7())]
  const meant = (userId: string) => ({ ...ann.credential, 'x-duck-user': userId })
  const before = await digestOf(server.sql)
  for (const path of ['/trpc/session.create', '/api/sessions'])
    for (const other of [ben.userId, '', 'nobody'])
      expect((await postJson(at(path), { title: 'Not mine' }, meant(other))).status).toBe(401)
  expect((await ask(at('/trpc/session.list'), { headers: meant(ben.userId) })).status).toBe(401)
  expect(await digestOf(server.sql)).toBe(before)
  expect((await postJson(at('/trpc/session.create'), { title: 'Mine' }, meant(ann.userId))).status).toBe(200)
})

test('a WebSocket that sends no headers is its user’s by the token of its first message', async () => {
  const { userId, credential } = await signUp(server.app.url, uuidv7())
  const token = decodeURIComponent(credential.authorization.replace('Bearer ', ''))
  await using wire = await openWire(server.app.url, {}, token)
  expect((await wire.call(ME)).text).toContain(userId)
  await using stranger = await openWire(server.app.url, {}, `${token.slice(0, -4)}AAA=`)
  expect(await stranger.call(ME)).toMatchObject({ code: 'UNAUTHORIZED' })
})

test('where there are accounts the id of a session is a UUID, which nobody can guess and take first', async () => {
  const { credential } = await signUp(server.app.url, uuidv7())
  const create = (id: string) => postJson(at('/trpc/session.create'), { id }, { ...credential })
  const refused = await create('my-session')
  expect(refused.status).toBe(400)
  expect(JSON.parse(refused.text).error.data).toMatchObject({ code: 'BAD_REQUEST', field: 'id' })
  expect((await create(uuidv7())).status).toBe(200)
})

test('an account with a password is deleted with it only; a guest, who has none, without', async () => {
  const remove = (body: object, headers: Record<string, string>) =>
    postJson(at('/api/auth/delete-user'), body, { ...headers, ...anyAddress() })
  const { credential } = await signUp(server.app.url, uuidv7())
  const missing = await remove({}, { ...credential })
  expect([missing.status, JSON.parse(missing.text).code]).toEqual([400, 'PASSWORD_REQUIRED'])
  expect((await remove({ password: 'wrong wrong' }, { ...credential })).status).toBe(400)
  expect((await remove({ password: PASSWORD }, { ...credential })).status).toBe(200)
  const guest = await postJson(at('/api/auth/sign-in/anonymous'), {}, anyAddress())
  const { token } = JSON.parse(guest.text) as { token: string }
  expect((await remove({}, { authorization: `Bearer ${token}` })).status).toBe(200)
})

test('who shows nothing to sign in with is told from others by the address', async () => {
  const [slow, other] = [anyAddress(), anyAddress()]
  const create = async (from: typeof slow) => (await postJson(at('/trpc/session.create'), {}, from)).status
  const held = Array.from({ length: 8 }, () => {
    const socket = connect(Number(new URL(server.app.url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write(
      `POST /trpc/session.create HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: ${slow['x-forwarded-for']}\r\nContent-Type: application/json\r\nContent-Length: ${LIMITS.bodyBytes}\r\n\r\n`,
    )
    return socket
  })
  await expect.poll(() => create(slow)).toBe(429)
  expect(await create(other)).toBe(401)
  for (const socket of held) socket.destroy()
  await expect.poll(() => create(slow)).toBe(401)
})
