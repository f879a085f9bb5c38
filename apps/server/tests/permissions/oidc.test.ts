import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { must, uuidv7 } from '@duck/protocol'
import { type App, NO_OLLAMA, startApp } from '@duck/testing/app'
import { useTestDatabase } from '@duck/testing/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Claims,
  type IdentityProvider,
  oidcEnvironment,
  startIdentityProvider,
} from '../testing/identity-provider.ts'
import { postJson } from './testing/ask.ts'
import { Browser } from './testing/browser.ts'
import { begin, me, PUBLIC, signInBy, visit } from './testing/oidc-flow.ts'
import { anyAddress, PASSWORD } from './testing/people.ts'
import { SETTINGS } from './testing/settings.ts'

const BOSS = 'boss@pond.example'
const database = useTestDatabase()
let provider: IdentityProvider
let app: App
beforeAll(async () => {
  provider = await startIdentityProvider(`${PUBLIC}/api/auth/callback/oidc`)
  const oidc = { ...oidcEnvironment(provider), DUCK_PUBLIC_URL: PUBLIC, DUCK_OPERATORS: BOSS }
  app = await startApp({ databaseUrl: database.appUrl, env: { ...NO_OLLAMA, ...SETTINGS, ...oidc } })
})
afterAll(async () => {
  await app.kill()
  await provider[Symbol.asyncDispose]()
})

const signIn = (browser: Browser, claims: Claims) => signInBy(provider, browser, claims)
const browse = () => new Browser(app.url, PUBLIC)
const newPerson = (more: Partial<Claims> = {}): Claims => {
  const sub = uuidv7()
  return { sub, email: `${sub}@pond.example`, email_verified: true, name: 'Ann', ...more }
}

async function signUp(browser: Browser, email: string): Promise<string> {
  await browser.post('/api/auth/sign-up/email', { name: 'Local', email, password: PASSWORD })
  return must(await me(browser), 'the account').id
}

test('somebody whom the provider knows is signed in, once and again as the same', async () => {
  const [claims, first, second] = [newPerson(), browse(), browse()]
  expect(await signIn(first, claims)).toBe('/here')
  const user = await me(first)
  expect(user).toMatchObject({ email: claims.email, isGuest: false, isOperator: false })
  expect(await signIn(second, claims)).toBe('/here')
  expect(await me(second)).toEqual(user)
})

test('the way there has a state, a nonce and a challenge, and no address that we go to has a token', async () => {
  const browser = browse()
  const there = await begin(browser)
  for (const name of ['state', 'nonce', 'code_challenge']) expect(there.searchParams.get(name)).toBeTruthy()
  expect(there.searchParams.get('code_challenge_method')).toBe('S256')
  await signIn(browser, newPerson())
  const tokens = await database.sql<{ token: string }[]>`select token from auth.sign_ins`
  for (const { token } of tokens) expect(browser.led.join(' ')).not.toContain(token)
})

test('nothing that the provider gave is kept but who it was, who has a name even if it tells none', async () => {
  const { sub, email } = newPerson()
  const [claims, browser] = [{ sub, email, email_verified: true }, browse()]
  await signIn(browser, claims)
  await signIn(browse(), claims)
  expect(await me(browser)).toMatchObject({ name: sub })
  const kept = await database.sql`
    select 1 from auth.credentials where provider_id = 'oidc'
      and (access_token is not null or refresh_token is not null or id_token is not null)`
  expect(kept).toEqual([])
  expect(await database.sql`select 1 from auth.credentials where account_id = ${sub}`).toHaveLength(1)
})

test('a guest keeps what they have', async () => {
  const browser = browse()
  await browser.post('/api/auth/sign-in/anonymous', {})
  const { text } = await browser.post('/trpc/session.create', { title: 'Kept' })
  expect(await signIn(browser, newPerson())).toBe('/here')
  expect(await me(browser)).toMatchObject({ isGuest: false })
  const sessions = (await browser.get('/trpc/session.list')).text
  expect(sessions).toContain((JSON.parse(text) as { result: { data: { id: string } } }).result.data.id)
})

test('an account that anybody may have made with the address is not taken over, nor is its maker let in', async () => {
  const [claims, maker, owner] = [newPerson(), browse(), browse()]
  const id = await signUp(maker, claims.email)
  expect(await signIn(owner, claims)).toMatch(/^\/sorry\?error=account_not_linked/)
  expect(await me(owner)).toBeNull()
  expect(await database.sql`select provider_id from auth.credentials where user_id = ${id}`).toEqual([
    { provider_id: 'credential' },
  ])
})

test('an account with a proven address is the same person, but not for an address that is not', async () => {
  const [claims, local] = [newPerson(), browse()]
  const id = await signUp(local, claims.email)
  await database.sql`update auth.people set email_verified = true where id = ${id}`
  const stranger = browse()
  const unproven = newPerson({ email: claims.email, email_verified: false })
  expect(await signIn(stranger, unproven)).toMatch(/^\/sorry\?error=/)
  expect(await me(stranger)).toBeNull()
  const browser = browse()
  expect(await signIn(browser, claims)).toBe('/here')
  expect(await me(browser)).toMatchObject({ id })
})

test("the operator's address makes an operator when the provider has proven it, and not before", async () => {
  const pretender = browse()
  await signIn(pretender, newPerson({ email: BOSS, email_verified: false }))
  expect(await me(pretender)).not.toMatchObject({ isOperator: true })
  await database.sql`delete from auth.people where email = ${BOSS}`
  const boss = browse()
  expect(await signIn(boss, newPerson({ email: BOSS }))).toBe('/here')
  expect(await me(boss)).toMatchObject({ email: BOSS, isOperator: true })
})

test('what comes back is good once, and for the browser that was sent', async () => {
  const browser = browse()
  provider.person = newPerson()
  const back = await visit(await begin(browser))
  const path = back.pathname + back.search
  const stranger = browse()
  expect(String((await stranger.get(path)).headers.location)).toContain('error=')
  expect(await me(stranger)).toBeNull()
  await browser.get(path)
  const again = await browser.get(path)
  expect(String(again.headers.location)).toContain('error=')
  for (const wrong of ['?code=x&state=y', '', '?error=access_denied'])
    expect(String((await browse().get(`${back.pathname}${wrong}`)).headers.location)).toMatch(/^\/\?error=/)
})

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  'https://duck.example.evil.example/',
])('nobody is led to %s', async (url) => {
  for (const name of ['callbackURL', 'errorCallbackURL', 'newUserCallbackURL']) {
    const { status } = await browse().post('/api/auth/sign-in/social', { provider: 'oidc', [name]: url })
    expect(status, name).toBe(403)
  }
})

test('a provider that is silent keeps nobody else out', async () => {
  const silent = createServer()
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  const { port } = silent.address() as AddressInfo
  const started = await startApp({
    databaseUrl: database.appUrl,
    env: {
      ...NO_OLLAMA,
      ...SETTINGS,
      ...oidcEnvironment({ issuer: `http://127.0.0.1:${port}` }),
      DUCK_PUBLIC_URL: PUBLIC,
    },
  })
  try {
    const asked = postJson(
      `${started.url}/api/auth/sign-in/social`,
      { provider: 'oidc', callbackURL: '/' },
      anyAddress(),
    )
    expect((await postJson(`${started.url}/api/auth/sign-in/anonymous`, {}, anyAddress())).status).toBe(200)
    expect((await asked).status).toBeGreaterThanOrEqual(400)
  } finally {
    await started.kill()
    silent.close()
  }
})

test('while the provider is away others get in, and it is there again when it is back', async () => {
  await provider.stop()
  const started = await startApp({
    databaseUrl: database.appUrl,
    env: { ...NO_OLLAMA, ...SETTINGS, ...oidcEnvironment(provider), DUCK_PUBLIC_URL: PUBLIC },
  })
  try {
    const ask = () =>
      postJson(`${started.url}/api/auth/sign-in/social`, { provider: 'oidc', callbackURL: '/' }, anyAddress())
    const { status, text } = await ask()
    expect(status).toBeGreaterThanOrEqual(400)
    expect((JSON.parse(text) as { message: string }).message).toMatch(/^[A-Z].{5,}/)
    expect((await postJson(`${started.url}/api/auth/sign-in/anonymous`, {}, anyAddress())).status).toBe(200)
    await provider.start()
    await expect.poll(async () => (await ask()).status).toBe(200)
  } finally {
    await started.kill()
  }
})
