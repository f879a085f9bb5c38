import { must, uuidv7 } from '@duck/protocol'
import { beforeAll, expect, test } from 'vitest'
import { OPEN_PATHS } from '../../src/auth/open-paths.ts'
import { useApp } from '../testing/use-app.ts'
import { AUTH_ROWS } from './rows/auth-rows.ts'
import { type Answer, ask, postJson } from './testing/ask.ts'
import { digestOf } from './testing/digest.ts'
import { anyAddress, PASSWORD, signUp } from './testing/people.ts'
import { quick, SETTINGS } from './testing/settings.ts'
import { makeWorld, type World } from './testing/world.ts'

const server = useApp(quick, SETTINGS)
const PATHS = Object.keys(AUTH_ROWS)
let world: World
beforeAll(async () => {
  world = await makeWorld(server.app.url, server.sql)
})

const at = (path: string) => `${server.app.url}/api/auth${path}`

async function tried(path: string, headers: Record<string, string>): Promise<Answer> {
  const { method, body = {} } = must(AUTH_ROWS[path], 'the row')
  const before = await digestOf(server.sql)
  const from = { ...anyAddress(), ...headers }
  const answer =
    method === 'GET' ? await ask(at(path), { headers: from }) : await postJson(at(path), body, from)
  const words = answer.text + JSON.stringify(answer.headers)
  for (const canary of world.canaries) expect(words, path).not.toContain(canary)
  if (answer.status >= 400) expect(await digestOf(server.sql), path).toBe(before)
  return answer
}

test('every open endpoint has a row, and every row an endpoint', () => {
  expect(PATHS.toSorted()).toEqual([...OPEN_PATHS].toSorted())
})

test.each(PATHS)('%s gives nothing to those who are not signed in', async (path) => {
  for (const [who, headers] of Object.entries(world.outsiders))
    expect((await tried(path, headers)).status, who).toBe(AUTH_ROWS[path]?.outsider)
})

test.each(PATHS)('%s does what its user wants', async (path) => {
  const user = await signUp(server.app.url, uuidv7())
  expect((await tried(path, { ...user.credential })).status).toBe(AUTH_ROWS[path]?.own)
})

test.each([
  '/list-sessions',
  '/revoke-session',
  '/change-email',
  '/unlink-account',
  '/link-social',
  '/get-access-token',
  '/verify-password',
  '/delete-anonymous-user',
  '/request-password-reset',
  '/reset-password/a-token?callbackURL=/',
  '/delete-user/callback?token=a-token',
  '/sign-out/',
  '//sign-out',
  '/Sign-Out',
  '/sign%2Dout',
  '/callback/google',
])('%s is no endpoint, for whoever asks', async (path) => {
  const before = await digestOf(server.sql)
  const headers = { ...world.me.credential, ...anyAddress() }
  expect((await postJson(at(path), {}, headers)).status).toBe(404)
  expect((await ask(at(path), { headers })).status).toBe(404)
  expect(await digestOf(server.sql)).toBe(before)
})

test('a wrong password is answered as an address that nobody has', async () => {
  const tryWith = async (email: string) => {
    const { status, text } = await postJson(
      at('/sign-in/email'),
      { email, password: 'wrong wrong' },
      anyAddress(),
    )
    return { status, text }
  }
  expect(await tryWith(world.other.email)).toEqual(await tryWith('nobody@people.example'))
})

test('an API key signs nobody in, changes no password and deletes no account', async () => {
  const made = await postJson(
    `${server.app.url}/trpc/apiKey.create`,
    { name: 'k' },
    { ...world.me.credential },
  )
  const { key } = (JSON.parse(made.text) as { result: { data: { key: string } } }).result.data
  const headers = { authorization: `Bearer ${key}` }
  for (const path of [
    '/change-password',
    '/delete-user',
    '/update-user',
    '/revoke-sessions',
    '/list-accounts',
  ])
    expect((await tried(path, headers)).status, path).toBe(401)
  expect((await ask(at('/get-session'), { headers })).text).toBe('null')
})

test('nobody makes themselves an operator, a guest or proven, when signing up or later', async () => {
  const wishes = {
    isOperator: true,
    isAnonymous: true,
    isGuest: true,
    emailVerified: true,
    id: 'wish',
    role: 'x',
  }
  const email = `${uuidv7()}@people.example`
  const body = { name: 'Me', email, password: PASSWORD, ...wishes }
  const answer = await postJson(at('/sign-up/email'), body, anyAddress())
  const headers = { authorization: `Bearer ${String(answer.headers['set-auth-token'])}`, ...anyAddress() }
  if (answer.status === 200)
    await postJson(at('/update-user'), { name: 'You', ...wishes, email: 'a@b.example' }, headers)
  else await signUp(server.app.url, email.replace('@people.example', ''))
  const [row] = await server.sql`
    select is_operator, is_guest, email_verified, id = 'wish' as named from auth.people where email = ${email}`
  expect(row).toEqual({ is_operator: false, is_guest: false, email_verified: false, named: false })
})
