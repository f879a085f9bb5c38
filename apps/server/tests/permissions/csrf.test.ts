import { beforeAll, describe, expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { ALL, headersOf, isForeign, isForm, type Sent, type Site, SOME, UPGRADES } from './csrf-cases.ts'
import { ask, postJson } from './testing/ask.ts'
import { digestOf } from './testing/digest.ts'
import { cookieIn } from './testing/endings.ts'
import { inSlices } from './testing/in-slices.ts'
import { MUTATIONS, type Mutation } from './testing/mutations.ts'
import { anyAddress, credentialIn } from './testing/people.ts'
import { makeScene, type Scene } from './testing/scene.ts'
import { quick } from './testing/settings.ts'
import { settled } from './testing/settled.ts'
import { upgrade } from './testing/upgrade.ts'

const PROXY = { DUCK_TRUSTED_PROXIES: '127.0.0.1' }
const PUBLIC = { DUCK_AUTH: 'accounts', DUCK_PUBLIC_URL: 'https://duck.example' }
/** All combinations are tried on one of each kind. */
const WHOLE = new Set(['/trpc/session.update', '/api/messages/append', '/api/auth/sign-in/email'])

describe.each([
  ['local', PROXY],
  ['accounts behind https', { ...PROXY, ...PUBLIC }],
])('%s', (mode, env) => {
  const server = useApp(quick, env)
  let site: Site
  let cookie: string
  let scene: Scene
  beforeAll(async () => {
    const { url } = server.app
    const { host, port } = new URL(url)
    const local = {
      host,
      own: url,
      otherPort: 'http://127.0.0.1:1',
      sameButOther: `http://localhost:${port}`,
    }
    const away = {
      host: 'duck.example',
      own: 'https://duck.example',
      otherPort: 'https://duck.example:8443',
      sameButOther: 'http://duck.example',
    }
    site = mode === 'local' ? local : away
    const guest = await postJson(`${url}/api/auth/sign-in/anonymous`, {}, anyAddress())
    cookie = cookieIn(guest)
    scene = await makeScene(url, credentialIn(guest), 'mine')
    await settled(server.sql)
  })

  const send = ({ method = 'POST', path, url = () => path }: Mutation, sent: Sent, body: object) =>
    ask(server.app.url + url(scene), {
      method,
      headers: { ...anyAddress(), ...headersOf(sent, site, cookie) },
      body: JSON.stringify(body),
    })

  async function expectRefused(mutation: Mutation, sent: Sent): Promise<void> {
    const { status, headers } = await send(mutation, sent, mutation.body(scene))
    const what = `${mutation.method ?? ''} ${mutation.path} ${JSON.stringify(sent)}`
    expect(status, what).toBe(isForeign(sent) ? 403 : 415)
    expect(headers['set-cookie'], what).toBeUndefined()
  }

  async function expectLetIn(mutation: Mutation, sent: Sent, harmless: object): Promise<void> {
    const { status } = await send(mutation, sent, harmless)
    const what = `${mutation.method ?? ''} ${mutation.path} ${JSON.stringify(sent)}`
    if (sent.hasCookie) expect(status, what).toBe(400)
    else expect([400, 401], what).toContain(status)
  }

  test.each(MUTATIONS)(
    '$method $path: what another site or a form may have sent does nothing',
    async (mutation) => {
      const all = WHOLE.has(mutation.path) ? ALL : SOME
      const before = await digestOf(server.sql)
      await inSlices(
        all.filter((sent) => isForeign(sent) || isForm(sent)),
        (sent) => expectRefused(mutation, sent),
      )
      expect(await digestOf(server.sql)).toBe(before)
      const { harmless } = mutation
      if (harmless === null) return
      const ours = ALL.filter((sent) => !isForeign(sent) && !isForm(sent))
      await inSlices(ours, (sent) => expectLetIn(mutation, sent, harmless))
    },
  )

  test.each(MUTATIONS)('$method $path: a GET does nothing', async ({ path, url = () => path, body }) => {
    const before = await digestOf(server.sql)
    const input = encodeURIComponent(JSON.stringify(body(scene)))
    const answer = await ask(`${server.app.url}${url(scene)}?input=${input}`, {
      headers: { host: site.host, cookie },
    })
    // 400 where the path can be read as well: it takes no such input.
    expect([400, 404, 405]).toContain(answer.status)
    expect(await digestOf(server.sql)).toBe(before)
  })

  test('a WebSocket is opened for our own pages and for programs, and for no other site', async () => {
    await inSlices(UPGRADES, async (sent) => {
      const headers = headersOf(sent, site, cookie)
      const said = await upgrade(server.app.url, headers)
      expect(said, JSON.stringify(sent)).toContain(isForeign(sent) ? '403' : 'open')
    })
  })

  test('a foreign Host is refused before any work, whatever is asked', async () => {
    const rates = () => server.sql`select count(*), sum(count) from auth.rate_counts`
    const before = [await digestOf(server.sql), await rates()]
    const { host: real } = new URL(server.app.url)
    const foreign = ['evil.example', `evil.example:${new URL(server.app.url).port}`, `${real}.evil.example`]
    for (const host of [...foreign, 'duck.example.evil.example', `evil.example#@${real}`]) {
      const headers = { host, cookie, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }
      for (const path of [
        '/',
        '/assets/x.js',
        '/trpc/session.list',
        '/api/sessions',
        '/api/auth/get-session',
      ])
        expect([400, 403], `${host} ${path}`).toContain(
          (await ask(server.app.url + path, { headers })).status,
        )
      for (const { method = 'POST', path, url = () => path, body } of MUTATIONS) {
        const type = { 'content-type': 'application/json' }
        const asked = { method, headers: { ...headers, ...type }, body: JSON.stringify(body(scene)) }
        expect([400, 403], `${host} ${path}`).toContain(
          (await ask(server.app.url + url(scene), asked)).status,
        )
      }
      expect(await upgrade(server.app.url, headers)).toMatch(/40[03]/)
    }
    expect([await digestOf(server.sql), await rates()]).toEqual(before)
  })
})

test('each combination of two is tried on every mutation', () => {
  const pairs = (sample: readonly Sent[]) =>
    new Set(
      sample.flatMap((sent) => {
        const parts = Object.entries(sent).map(([name, value]) => `${name}=${String(value)}`)
        return parts.flatMap((one, n) => parts.slice(n + 1).map((other) => `${one} ${other}`))
      }),
    )
  expect([...pairs(SOME)].toSorted()).toEqual([...pairs(ALL)].toSorted())
})
