import { uuidv7 } from '@duck/protocol'
import { type App, NO_OLLAMA, startApp } from '@duck/testing/app'
import { useTestDatabase } from '@duck/testing/database'
import { type FaultProxy, startFaultProxy } from '@duck/testing/fault-proxy'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, ask, postJson } from './testing/ask.ts'
import { signInBrowser } from './testing/endings.ts'
import { signInAgain, signUp } from './testing/people.ts'
import { SETTINGS } from './testing/settings.ts'
import { upgrade } from './testing/upgrade.ts'
import { openWire } from './testing/wire.ts'

const database = useTestDatabase()
let proxy: FaultProxy
let app: App
beforeAll(async () => {
  proxy = await startFaultProxy({ port: Number(new URL(database.appUrl).port), decide: () => undefined })
  app = await startApp({ databaseUrl: proxy.through(database.appUrl), env: { ...NO_OLLAMA, ...SETTINGS } })
})
afterAll(async () => {
  await app.kill()
  await proxy[Symbol.asyncDispose]()
})

const list = (headers: Record<string, string>) => ask(`${app.url}/trpc/session.list`, { headers })
const session = (headers: Record<string, string>) => ask(`${app.url}/api/auth/get-session`, { headers })

test('a database that is away is 503, never 401, and signs nobody out', { timeout: 90_000 }, async () => {
  const user = await signUp(app.url, uuidv7())
  const browser = await signInBrowser(app.url, user)
  const fresh = { ...(await signInAgain(app.url, user.credential)) }
  const { id: key } = JSON.parse(
    (await postJson(`${app.url}/trpc/apiKey.create`, { name: 'key' }, { ...user.credential })).text,
  ).result.data.apiKey as { id: string }
  expect(key).toBeTruthy()
  const known = { ...user.credential }
  const wire = await openWire(app.url, browser)
  expect(await wire.call({ name: 'user.me', type: 'query', input: {} })).toMatchObject({ code: 'ok' })
  expect((await list(known)).status).toBe(200)
  let isClosed = false
  void wire.closed.then(() => {
    isClosed = true
  })

  proxy.refuse()
  const away: Answer[] = []
  // Longer than anybody is known, and than sockets go without being looked at.
  const until = performance.now() + 10_000
  await expect
    .poll(
      async () => {
        for (const headers of [known, fresh, browser, {}]) {
          const answers = [await session(headers)]
          if (Object.keys(headers).length > 0) answers.push(await list(headers))
          away.push(...answers.filter(({ status }) => status !== 200))
        }
        return performance.now() > until
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(true)
  expect(new Set(away.map(({ status }) => status))).toEqual(new Set([503]))
  for (const { headers } of away) {
    expect(headers['set-cookie']).toBeUndefined()
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
  }
  expect(await upgrade(app.url, fresh)).toContain('503')
  const out = await postJson(`${app.url}/api/auth/sign-in/anonymous`, {})
  expect(out.status).toBe(503)
  expect(isClosed).toBe(false)

  proxy.release()
  for (const headers of [known, fresh, browser])
    await expect.poll(async () => (await list(headers)).status, { timeout: 10_000 }).toBe(200)
  expect((await session(browser)).text).toContain(user.email)
  expect(isClosed).toBe(false)
  await wire[Symbol.asyncDispose]()
})
