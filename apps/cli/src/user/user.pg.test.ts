import { createTestClient } from '@duck/testing/app'
import { expect, onTestFinished, test } from 'vitest'
import { postAuth, tokenOf } from '../testing/post-auth.ts'
import { useServer } from '../testing/use-server.ts'

const BOSS = 'boss@example.org'
const NEW_BOSS = 'new.boss@example.org'
const PASSWORD = 'a long enough password'
const NEW_PASSWORD = 'another good password'
const server = useServer({ DUCK_AUTH: 'accounts', DUCK_OPERATORS: `${BOSS},${NEW_BOSS}` })

const signUp = (email: string, name = 'Somebody') =>
  postAuth(server.url, 'sign-up/email', { name, email, password: PASSWORD })
const signIn = (email: string, password: string) => postAuth(server.url, 'sign-in/email', { email, password })
const reset = (token: string, newPassword = NEW_PASSWORD) =>
  postAuth(server.url, 'reset-password', { token, newPassword })

function clientOf(headers: { authorization: string }) {
  const { rpc, close } = createTestClient(server.url, headers)
  onTestFinished(close)
  return rpc
}

async function resetToken(email: string): Promise<string> {
  const { code, stdout, stderr } = await server.duck('user', 'reset', email)
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^Good once, until .+ \d{4} at \d\d:\d\d .+\.\n$/),
  })
  return tokenOf(stdout, `${server.url}/reset`)
}

test('a reset link gives a new password, once, and ends what an unproven account was signed in with', async () => {
  const { headers } = await signUp('lost@example.org')
  const { key } = await clientOf(headers).apiKey.create.mutate({ name: 'squatter' })
  const token = await resetToken('LOST@example.org')
  expect((await reset(token)).status).toBe(200)
  expect(await reset(token)).toMatchObject({ status: 400, code: 'INVALID_TOKEN' })
  for (const old of [headers, { authorization: `Bearer ${key}` }])
    await expect
      .poll(
        () =>
          clientOf(old)
            .user.me.query()
            .then(String, (error) => error.data.code),
        { timeout: 6_000 },
      )
      .toBe('UNAUTHORIZED')
  expect((await signIn('lost@example.org', PASSWORD)).status).toBe(401)
  const { headers: again } = await signIn('lost@example.org', NEW_PASSWORD)
  expect(await clientOf(again).user.me.query()).toMatchObject({ email: 'lost@example.org' })
})

test('a second reset keeps the API keys of whoever had proven the address', async () => {
  await signUp('kept@example.org')
  await reset(await resetToken('kept@example.org'))
  const { headers } = await signIn('kept@example.org', NEW_PASSWORD)
  const { key } = await clientOf(headers).apiKey.create.mutate({ name: 'mine' })
  expect((await reset(await resetToken('kept@example.org'), 'a third good password')).status).toBe(200)
  expect(await clientOf({ authorization: `Bearer ${key}` }).user.me.query()).toMatchObject({
    email: 'kept@example.org',
  })
})

test('a reset link is good for a day, and no longer', async () => {
  await signUp('late@example.org')
  const token = await resetToken('late@example.org')
  const [link] = await server.sql<{ hours: number }[]>`
    select round(extract(epoch from expires_at - now()) / 3600)::int as hours from auth.verifications`
  expect(link).toEqual({ hours: 24 })
  await server.sql`update auth.verifications set expires_at = now()`
  expect((await reset(token)).status).toBe(400)
  expect((await signIn('late@example.org', PASSWORD)).status).toBe(200)
})

test('an address of an operator counts when the link to it was used, and not before', async () => {
  const squatter = await signUp(BOSS)
  expect(await clientOf(squatter.headers).user.me.query()).toMatchObject({ isOperator: false })
  await reset(await resetToken(BOSS))
  const { headers } = await signIn(BOSS, NEW_PASSWORD)
  expect(await clientOf(headers).user.me.query()).toMatchObject({ email: BOSS, isOperator: true })
})

test('an account that was added is its user’s from the link on: no password before, an operator after', async () => {
  const { code, stdout } = await server.duck('user', 'add', NEW_BOSS, '--name', 'Neva')
  expect(code).toBe(0)
  expect((await signIn(NEW_BOSS, PASSWORD)).status).toBe(401)
  expect((await signUp(NEW_BOSS)).status).toBe(422)
  expect((await reset(tokenOf(stdout, `${server.url}/reset`))).status).toBe(200)
  const { headers } = await signIn(NEW_BOSS, NEW_PASSWORD)
  expect(await clientOf(headers).user.me.query()).toMatchObject({ name: 'Neva', isOperator: true })
  expect(await server.duck('user', 'add', NEW_BOSS)).toMatchObject({
    code: 1,
    stderr: `There is an account of ${NEW_BOSS} already. duck user reset gives it a new password.\n`,
  })
})

test('the list has who has an address, and no name can forge a line of it', async () => {
  await signUp('plain@example.org', 'Plain')
  await signUp('forger@example.org', '\u001b[2Jroot\nforged@example.org  Forged  2020-01-01')
  const { code, stdout, stderr } = await server.duck('user', 'list')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const today = new Date().toISOString().slice(0, 10)
  expect(stdout).toMatch(new RegExp(`^plain@example\\.org +Plain +${today}$`, 'm'))
  expect(stdout).not.toContain('\u001b')
  expect(stdout).not.toMatch(/^forged/m)
  expect(stdout).not.toContain('Guest')
  const json = await server.duck('user', 'list', '--json')
  expect(json.stdout).not.toContain('\u001b')
  expect(JSON.parse(json.stdout)).toContainEqual({
    id: expect.any(String),
    name: 'Plain',
    email: 'plain@example.org',
    isGuest: false,
    createdAt: expect.any(String),
  })
})

test('whoever is deleted is signed out within seconds, and a running server erases what they wrote', async () => {
  const { headers } = await signUp('gone@example.org', 'Gone')
  const rpc = clientOf(headers)
  const { id: sessionId } = await rpc.session.create.mutate({})
  const { code, stdout, stderr } = await server.duck('user', 'delete', 'gone@example.org', '--yes')
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: 'Deleted Gone <gone@example.org>.\n',
    stderr: 'What they wrote is erased now, by the server that runs.\n',
  })
  expect((await signIn('gone@example.org', PASSWORD)).status).toBe(401)
  const me = () => rpc.user.me.query().then(String, (error) => error.data.code)
  await expect.poll(me, { timeout: 6_000 }).toBe('UNAUTHORIZED')
  const left = () => server.sql`select from chat_sessions where id = ${sessionId}`
  await expect.poll(left, { timeout: 15_000 }).toHaveLength(0)
  expect((await signUp('gone@example.org')).status).toBe(200)
})

test('what somebody wrote who is deleted while no server runs is erased at its next start', async () => {
  const { headers } = await signUp('later@example.org')
  const { id: sessionId } = await clientOf(headers).session.create.mutate({})
  await server.stop()
  expect(await server.duck('user', 'delete', 'later@example.org', '--yes')).toMatchObject({
    code: 0,
    stderr: 'No server runs: what they wrote is erased at its next start.\n',
  })
  const left = () => server.sql`select from chat_sessions where id = ${sessionId}`
  expect(await left()).toHaveLength(1)
  await server.start()
  await expect.poll(left, { timeout: 15_000 }).toHaveLength(0)
})

test('nobody is deleted unasked, and nobody who is not there', async () => {
  await signUp('safe@example.org')
  expect(await server.duck('user', 'delete', 'safe@example.org')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('give --yes'),
  })
  expect((await signIn('safe@example.org', PASSWORD)).status).toBe(200)
  for (const verb of [['reset'], ['delete', '--yes']])
    for (const who of ['nobody@example.org', '01890000-0000-7000-8000-000000000000'])
      expect(await server.duck('user', ...verb, who)).toEqual({
        code: 1,
        stdout: '',
        stderr: `There is no user ${who}.\n`,
      })
})

test('a guest has no password to reset', async () => {
  const { headers } = await postAuth(server.url, 'sign-in/anonymous', {})
  const { id } = await clientOf(headers).user.me.query()
  expect(await server.duck('user', 'reset', id)).toEqual({
    code: 1,
    stdout: '',
    stderr: `A guest has no password. duck login --link --user ${id} opens them in another browser.\n`,
  })
})
