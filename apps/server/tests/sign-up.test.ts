import { uuidv7 } from '@duck/protocol'
import { type App, createTestClient, NO_OLLAMA, signInGuest, startApp } from '@duck/testing/app'
import { createTestDatabase, useTestDatabase } from '@duck/testing/database'
import { type Decide, type FaultKind, startFaultProxy } from '@duck/testing/fault-proxy'
import { beforeEach, expect, onTestFinished, test } from 'vitest'

const MANY = 100
const FEW = 20
const database = useTestDatabase()

type Headers = Record<string, string>

// All of them come from one address.
beforeEach(() => database.sql`delete from auth.rate_counts`)

async function start(databaseUrl = database.appUrl): Promise<App> {
  const app = await startApp({ databaseUrl, env: NO_OLLAMA })
  onTestFinished(async () => void (await app.kill()))
  return app
}

function post(app: App, path: string, body: object, headers: Headers = {}): Promise<Response> {
  return fetch(`${app.url}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

async function tokenOf(response: Response): Promise<Headers> {
  const { token } = (await response.json()) as { token: string }
  return { authorization: `Bearer ${token}` }
}

async function makeSessions(app: App, headers: Headers, count = FEW): Promise<string[]> {
  const { rpc, close } = createTestClient(app.url, headers)
  const ids: string[] = []
  for (let n = 0; n < count; n += 10) {
    const made = Array.from({ length: 10 }, () => rpc.session.create.mutate({ id: uuidv7() }))
    ids.push(...(await Promise.all(made)).map(({ id }) => id))
  }
  await close()
  return ids.sort()
}

async function sessionsOf(app: App, headers: Headers): Promise<string[]> {
  const { rpc, close } = createTestClient(app.url, headers)
  const { sessions } = await rpc.session.list.query({ limit: 200 })
  await close()
  return sessions.map(({ id }) => id).sort()
}

const account = () => ({ name: 'Ann', email: `${uuidv7()}@duck.test`, password: 'a long password' })

test('a guest with a hundred sessions signs up and has them all; what the guest was signed in with is dead', async () => {
  const app = await start()
  const guest = await signInGuest(app.url)
  const made = await makeSessions(app, guest, MANY)
  const user = await tokenOf(await post(app, 'sign-up/email', account(), guest))
  expect(await sessionsOf(app, user)).toEqual(made)
  const { rpc, close } = createTestClient(app.url, guest)
  await expect(rpc.session.list.query()).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } })
  await close()
})

test('a guest who signs in to an account brings their sessions along', async () => {
  const app = await start()
  const known = account()
  await post(app, 'sign-up/email', known)
  const guest = await signInGuest(app.url)
  const made = await makeSessions(app, guest)
  const user = await tokenOf(await post(app, 'sign-in/email', known, guest))
  expect(await sessionsOf(app, user)).toEqual(made)
})

/** Where the server dies while it signs the guest up: at which statement, and on which side of its commit. */
const MOMENTS: [FaultKind, string][] = [
  ['cut-before', 'insert into "auth"."people"'],
  ['cut-after-commit', 'insert into auth.departures'],
  ['cut-before', 'insert into auth.departures'],
  ['cut-before', 'delete from auth.sign_ins'],
  ['cut-before', 'adopt_sessions'],
  ['cut-after-commit', 'adopt_sessions'],
]

// Each waits for seconds until the killed server counts as dead: all at once, on databases of their own.
test.concurrent.for(MOMENTS)(
  'killed in the middle of a sign-up, %s of "%s": nothing is lost',
  { timeout: 120_000 },
  async ([kind, statement], { expect }) => {
    await using own = await createTestDatabase()
    const moment = Promise.withResolvers<void>()
    const over = Promise.withResolvers<void>()
    let armed = false
    const decide: Decide = (_connection, _request, sql) => {
      if (!armed || !sql.includes(statement)) return undefined
      const first = () => {
        moment.resolve()
        return over.promise
      }
      return { kind, first }
    }
    await using proxy = await startFaultProxy({ port: Number(new URL(own.appUrl).port), decide })
    await using killed = await startApp({ databaseUrl: proxy.through(own.appUrl), env: NO_OLLAMA })
    const guest = await signInGuest(killed.url)
    const made = await makeSessions(killed, guest)
    const ann = account()
    armed = true
    const answer = post(killed, 'sign-up/email', ann, guest).catch(() => null)
    await moment.promise
    await killed.kill()
    over.resolve()
    expect(await answer).toBeNull()

    // As a person would: the browser still holds the guest's sign-in, whether it is good or not.
    await using app = await startApp({ databaseUrl: own.appUrl, env: NO_OLLAMA })
    const again = await post(app, 'sign-in/email', ann, guest)
    const user = await tokenOf(again.ok ? again : await post(app, 'sign-up/email', ann, guest))
    await expect.poll(() => sessionsOf(app, user), { timeout: 15_000 }).toEqual(made)
  },
)

test('an address that is taken is refused with 422, also of many at once', async () => {
  const app = await start()
  const ann = account()
  const tries = await Promise.all(Array.from({ length: 19 }, () => post(app, 'sign-up/email', ann)))
  expect(tries.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, ...Array(18).fill(422)])
  expect(await (await post(app, 'sign-up/email', ann)).json()).toMatchObject({
    code: 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL',
  })
  expect(app.output()).not.toContain('    at ')
})

test('many who sign up at once wait for their turn, and whoever is told to come again was not let in before', async () => {
  const app = await start()
  const people = Array.from({ length: 19 }, account)
  const tries = await Promise.all(people.map((ann) => post(app, 'sign-up/email', ann)))
  const late = people.filter((_, n) => tries[n]?.status === 503)
  expect(tries.filter(({ ok }) => ok).length + late.length).toBe(19)
  const again = await Promise.all(late.map((ann) => post(app, 'sign-in/email', ann)))
  for (const { status } of again) expect([401, 503]).toContain(status)
})
