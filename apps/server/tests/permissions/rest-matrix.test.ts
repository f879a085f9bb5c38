import { must } from '@duck/protocol'
import { beforeAll, expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { REST_ROWS, type RestRequest } from './rows/rest-rows.ts'
import { ask } from './testing/ask.ts'
import { Audit } from './testing/audit.ts'
import { outcomeOf } from './testing/call-http.ts'
import type { Outcome } from './testing/outcome.ts'
import { restRoutes } from './testing/rest-routes.ts'
import { makeScene, nothing } from './testing/scene.ts'
import { quick, SETTINGS } from './testing/settings.ts'
import { makeWorld, type World } from './testing/world.ts'

const server = useApp(quick, SETTINGS)
let world: World
let audit: Audit
beforeAll(async () => {
  world = await makeWorld(server.app.url, server.sql)
  audit = new Audit(server, world.canaries)
})

const tried = (route: string, request: RestRequest, credential: object) =>
  audit.watch(route, () => perform(route, request, { ...credential }))

async function perform(
  route: string,
  { path, body, headers }: RestRequest,
  credential: Record<string, string>,
): Promise<Outcome> {
  const method = route.replace(/ .*/, '')
  const type = body ? { 'content-type': 'application/json' } : {}
  const asked = {
    method,
    headers: { ...type, ...headers, ...credential },
    body: body && JSON.stringify(body),
  }
  return outcomeOf(await ask(server.app.url + path, asked), { path, body })
}

test('every route has a row, and every row a route', async () => {
  expect(Object.keys(REST_ROWS).toSorted()).toEqual((await restRoutes()).toSorted())
})

test.each(Object.keys(REST_ROWS))("%s: what is another's is answered as what is not there", async (route) => {
  const { me, other } = world
  for (const { request, answer } of must(REST_ROWS[route], 'the row').cases) {
    const unknown = await tried(route, request(me.scene, nothing()), me.credential)
    expect(unknown.code).toBe(answer)
    expect(await tried(route, request(me.scene, other.scene), me.credential)).toEqual(unknown)
  }
})

test.each(Object.keys(REST_ROWS))(
  '%s: nobody is let in who is not signed in, but where everybody is',
  async (route) => {
    const { own, outsider } = must(REST_ROWS[route], 'the row')
    const request = own(world.me.scene)
    const answers = new Set<string>()
    for (const [who, headers] of Object.entries(world.outsiders)) {
      const outcome = await tried(route, request, headers)
      const refused = { code: 'UNAUTHORIZED', status: 401 }
      expect(outcome, who).toMatchObject(outsider === 'ok' ? { code: 'ok', status: 200 } : refused)
      answers.add(JSON.stringify(outcome))
    }
    expect([...answers]).toHaveLength(1)
  },
)

test.each(Object.keys(REST_ROWS))('%s: its user may', async (route) => {
  const { own, status } = must(REST_ROWS[route], 'the row')
  const scene = await makeScene(server.app.url, world.me.credential, 'mine')
  audit.forget()
  expect(await tried(route, own(scene), world.me.credential)).toMatchObject({ code: 'ok', status })
})
