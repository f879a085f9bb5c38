import { must } from '@duck/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { ROWS } from './rows/rows.ts'
import { Audit } from './testing/audit.ts'
import { type Call, callHttp, callInBatch } from './testing/call-http.ts'
import type { Outcome } from './testing/outcome.ts'
import { type Account, signUp } from './testing/people.ts'
import { PROCEDURES } from './testing/procedures.ts'
import { makeScene, nothing } from './testing/scene.ts'
import { quick, SETTINGS } from './testing/settings.ts'
import { openWire, type Wire } from './testing/wire.ts'
import { makeWorld, type World } from './testing/world.ts'

const server = useApp(quick, SETTINGS)
const WAYS = ['HTTP', 'a batch', 'a WebSocket'] as const

let world: World
let audit: Audit
let mine: Wire
beforeAll(async () => {
  world = await makeWorld(server.app.url, server.sql)
  audit = new Audit(server, world.canaries)
  mine = await openWire(server.app.url, { ...world.me.credential })
})
afterAll(() => mine[Symbol.asyncDispose]())

async function perform(call: Call, headers: Record<string, string>, way: string): Promise<Outcome> {
  const { url } = server.app
  if (way === 'HTTP') return callHttp(url, call, headers)
  if (way === 'a batch') return callInBatch(url, call, headers)
  if (headers.authorization === world.me.credential.authorization) return mine.call(call)
  await using wire = await openWire(url, headers)
  return await wire.call(call)
}

test('every procedure has a row, and every row a procedure', () => {
  expect(Object.keys(ROWS).toSorted()).toEqual(PROCEDURES.map(([name]) => name).toSorted())
})

describe.each(WAYS)('over %s', (way) => {
  const procedures = PROCEDURES.filter(([, type]) => way !== 'a batch' || type !== 'subscription')
  const tried = (call: Call, headers: Record<string, string>) =>
    audit.watch(call.name, () => perform(call, headers, way))
  const named = procedures.filter(([name]) => ROWS[name]?.cases)

  test.each(named)("%s: what is another's is answered as what is not there", async (name, type) => {
    const { me, other } = world
    for (const { what = 'id', input, answer } of ROWS[name]?.cases ?? []) {
      const after = (others: typeof other.scene) =>
        tried({ name, type, input: input(me.scene, others) }, { ...me.credential })
      const unknown = await after(nothing())
      expect(unknown.code, what).toBe(answer)
      expect(comparable(await after(other.scene)), what).toEqual(comparable(unknown))
    }
  })

  test.each(procedures)('%s: nobody is let in who is not signed in', async (name, type) => {
    const { own, outsider } = must(ROWS[name], 'the row')
    const input = own(world.me.scene)
    const answers = new Set<string>()
    for (const [who, headers] of Object.entries(world.outsiders)) {
      const outcome = await tried({ name, type, input }, headers)
      expect(outcome.code, who).toBe(outsider ?? 'UNAUTHORIZED')
      answers.add(JSON.stringify(outcome))
    }
    expect([...answers], 'as if all of them had shown nothing').toHaveLength(1)
  })

  describe('for those it is for', () => {
    let account: Account
    beforeAll(async () => {
      account = await signUp(server.app.url, `somebody-${WAYS.indexOf(way)}`)
    })
    // In a batch each call comes twice, and what is changed once is changed.
    test.each(procedures.filter(([, type]) => way !== 'a batch' || type === 'query'))(
      '%s: its user may',
      async (name, type) => {
        const { own, ownAnswer } = must(ROWS[name], 'the row')
        const scene = await makeScene(server.app.url, account.credential, 'mine')
        audit.forget()
        const outcome = await tried({ name, type, input: own(scene) }, { ...account.credential })
        expect(outcome).toMatchObject({ code: ownAnswer ?? 'ok' })
      },
    )
  })
})

/** An event's id is of its server's counting. */
function comparable(outcome: Outcome): unknown {
  return { ...outcome, text: outcome.text.replaceAll(/"id":"[^"]*"/g, '"id":""') }
}
