import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { uuidv7 } from '@duck/protocol'
import { NO_OLLAMA, startApp } from '@duck/testing/app'
import { memoryFolder, TEST_SECRET } from '@duck/testing/database'
import { describe, expect, onTestFinished, test } from 'vitest'
import { installationOf, signInCookie } from '../../src/auth/installation.ts'
import { useApp } from '../testing/use-app.ts'
import { type Answer, ask, postJson } from './testing/ask.ts'
import { cookieIn } from './testing/endings.ts'
import { anyAddress, PASSWORD } from './testing/people.ts'
import { quick, SETTINGS } from './testing/settings.ts'

const PUBLIC = { ...SETTINGS, DUCK_PUBLIC_URL: 'https://duck.example' }

describe.each([
  ['http', SETTINGS],
  ['https', PUBLIC],
])('by %s', (scheme, env) => {
  const server = useApp(quick, env)
  const auth = (name: string, body: object, headers: Record<string, string> = {}) =>
    postJson(`${server.app.url}/api/auth/${name}`, body, { ...anyAddress(), ...headers })

  /** Answers that set cookies, of every kind. */
  async function answers(): Promise<Answer[]> {
    const person = { name: 'Me', email: `${uuidv7()}@people.example`, password: PASSWORD }
    const guest = await auth('sign-in/anonymous', {})
    const signedUp = await auth('sign-up/email', person, { cookie: cookieIn(guest) })
    const signedIn = await auth('sign-in/email', person, { cookie: cookieIn(signedUp) })
    const cookie = cookieIn(signedIn)
    const made = await postJson(`${server.app.url}/trpc/user.link`, {}, { cookie })
    const link = JSON.parse(made.text).result.data.url as string
    const linked = await auth('link', { token: new URL(link).hash.slice(1) })
    await server.sql`
      update auth.sign_ins set updated_at = now() - interval '2 days', expires_at = now() + interval '398 days'`
    // The first call of the day may be another than the one that can set a cookie.
    expect((await ask(`${server.app.url}/trpc/session.list`, { headers: { cookie } })).status).toBe(200)
    const session = await ask(`${server.app.url}/api/auth/get-session`, {
      headers: { cookie, ...anyAddress() },
    })
    const out = await auth('sign-out', {}, { cookie })
    return [guest, signedUp, signedIn, linked, session, out]
  }

  test('every cookie is for this host alone, no script reads it, and no other site sends it', async () => {
    const all = (await answers()).flatMap(({ status, headers }) => {
      expect(status).toBe(200)
      return headers['set-cookie'] ?? []
    })
    expect(all.length).toBeGreaterThanOrEqual(6)
    for (const cookie of all) {
      const [pair = '', ...attributes] = cookie.split('; ')
      const words = attributes.map((word) => word.toLowerCase())
      expect(words, cookie).toEqual(expect.arrayContaining(['httponly', 'samesite=lax', 'path=/']))
      expect(
        words.some((word) => word.startsWith('domain')),
        cookie,
      ).toBe(false)
      expect(words.includes('secure'), cookie).toBe(scheme === 'https')
      expect(pair.startsWith('__Host-duck-'), cookie).toBe(scheme === 'https')
      expect(pair, cookie).toMatch(/^(__Host-)?duck-[0-9a-f]{8}\./)
    }
  })

  test('a browser keeps its sign-in for 400 days, and each day it is used begins them anew', async () => {
    const [guest, , , , session] = await answers()
    for (const answer of [guest, session])
      expect(String(answer?.headers['set-cookie'])).toContain(`Max-Age=${400 * 24 * 60 * 60};`)
  })
})

describe('a browser whose sign-in is over', () => {
  const server = useApp(quick, SETTINGS)
  const auth = (name: string, body: object, cookie = '') =>
    postJson(`${server.app.url}/api/auth/${name}`, body, { ...anyAddress(), cookie })
  const status = async (cookie: string) =>
    (await ask(`${server.app.url}/trpc/session.list`, { headers: { cookie } })).status
  const account = () => ({ name: 'Me', email: `${uuidv7()}@people.example`, password: PASSWORD })

  /** Signs in with the cookie of before. */
  const AGAIN: [
    how: string,
    again: (person: ReturnType<typeof account>, cookie: string) => Promise<Answer>,
  ][] = [
    ['by password', ({ email, password }, cookie) => auth('sign-in/email', { email, password }, cookie)],
    ['as a guest', (_person, cookie) => auth('sign-in/anonymous', {}, cookie)],
    ['as somebody new', (_person, cookie) => auth('sign-up/email', account(), cookie)],
  ]

  test.each(AGAIN)('is signed in again, %s, by whatever ended it', async (_how, again) => {
    const person = account()
    const first = cookieIn(await auth('sign-up/email', person))
    // Goes on as it is: the new sign-in ends the old one.
    const second = cookieIn(await again(person, first))
    expect([await status(first), await status(second)]).toEqual([401, 200])
    // Is over by itself.
    await server.sql`update auth.sign_ins set expires_at = now() - interval '1 second'`
    const third = cookieIn(await again(person, second))
    expect(await status(third)).toBe(200)
    // Was signed out elsewhere.
    await server.sql`delete from auth.sign_ins`
    const fourth = await again(person, third)
    expect(await status(cookieIn(fourth))).toBe(200)
    const token = `Bearer ${String(fourth.headers['set-auth-token'])}`
    const byToken = await ask(`${server.app.url}/trpc/session.list`, { headers: { authorization: token } })
    expect(byToken.status).toBe(200)
  })
})

test('the cookie of one installation is nothing to another on the same machine', async () => {
  const names = [TEST_SECRET, 'another-secret'].map((secret) => signInCookie(installationOf(secret, false)))
  expect(new Set(names).size).toBe(2)
})

describe('a server that others reach', () => {
  test('does not start without accounts, unless it is told that the network is trusted', async () => {
    const dataDir = await mkdtemp(path.join(memoryFolder(), 'duck-server-'))
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
    // Not the one address that the rest of the product counts on, and still of this machine alone.
    const env = { ...NO_OLLAMA, DUCK_DATA_DIR: dataDir, HOST: '127.0.0.2' }
    const refused = await startApp({ env }).then(String, String)
    expect(refused).toContain('ended early (1)')
    expect(refused).toContain('DUCK_ALLOW_NETWORK=yes')
    const app = await startApp({ env: { ...env, DUCK_ALLOW_NETWORK: 'yes' } })
    onTestFinished(async () => void (await app.kill()))
    await expect.poll(app.output).toContain('whoever reaches this machine can read and write every chat')
  })
})
