import { must, uuidv7 } from '@duck/protocol'
import { beforeAll, expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { ask, postJson } from './testing/ask.ts'
import { Audit } from './testing/audit.ts'
import { type Call, callHttp, outcomeOf } from './testing/call-http.ts'
import { PROCEDURES } from './testing/procedures.ts'
import type { Scene } from './testing/scene.ts'
import { quick, SETTINGS } from './testing/settings.ts'
import { makeWorld, type World } from './testing/world.ts'

// The one exception to "another's is as unknown": what one wants to name so has that name already.

const server = useApp(quick, SETTINGS)
let world: World
let audit: Audit
beforeAll(async () => {
  world = await makeWorld(server.app.url, server.sql)
  audit = new Audit(server, world.canaries)
})

const text = { role: 'user', content: 'Another text' }
/** Calls that make something under an id that is taken in the scene `held`, by something else than it would be. */
const TAKEN: [name: string, what: string, input: (mine: Scene, held: Scene) => object][] = [
  ['session.create', 'a session', (_mine, held) => ({ id: held.sessionId, title: 'Another title' })],
  ['session.create', 'a hidden session', (_mine, held) => ({ id: held.hiddenId, title: 'Another title' })],
  ['message.append', 'a message', ({ sessionId }, held) => ({ sessionId, id: held.promptId, ...text })],
  ['message.append', "a stream's row", ({ sessionId }, held) => ({ sessionId, id: held.streamId, ...text })],
  ['message.send', 'a message', ({ sessionId }, held) => ({ sessionId, id: held.askedId, content: 'Other' })],
  [
    'message.send',
    'a stream',
    ({ sessionId }, held) => ({ sessionId, id: uuidv7(), content: 'Other', streamId: held.streamId }),
  ],
  [
    'message.send',
    'a message for a stream',
    ({ sessionId }, held) => ({ sessionId, id: uuidv7(), content: 'Other', streamId: held.promptId }),
  ],
  [
    'stream.start',
    'a stream',
    ({ sessionId, promptId }, held) => ({ sessionId, id: held.streamId, promptId }),
  ],
  [
    'stream.start',
    'a message',
    ({ sessionId, promptId }, held) => ({ sessionId, id: held.answerId, promptId }),
  ],
]

test.each(TAKEN)(
  '%s under the id of %s is a CONFLICT, the same whoever holds it',
  async (name, _what, input) => {
    const { me, other } = world
    const type = must(
      PROCEDURES.find(([each]) => each === name),
      'the procedure',
    )[1]
    const tried = async (held: Scene) => {
      const call: Call = { name, type, input: input(me.scene, held) }
      return audit.watch(name, () => callHttp(server.app.url, call, { ...me.credential }))
    }
    const own = await tried(me.scene)
    expect(own).toMatchObject({ code: 'CONFLICT', status: 409 })
    expect(await tried(other.scene)).toEqual(own)
  },
)

const REST: [path: string, body: (mine: Scene, held: Scene) => object][] = [
  ['/api/sessions', (_mine, held) => ({ id: held.sessionId, title: 'Another title' })],
  ['/api/messages/append', ({ sessionId }, held) => ({ sessionId, id: held.promptId, ...text })],
]

test.each(REST)('POST %s under an id that is taken is 409, the same whoever holds it', async (path, body) => {
  const { me, other } = world
  const tried = async (held: Scene) => {
    const sent = body(me.scene, held)
    return audit.watch(path, async () =>
      outcomeOf(await postJson(server.app.url + path, sent, { ...me.credential }), sent),
    )
  }
  const own = await tried(me.scene)
  expect(own).toMatchObject({ code: 'CONFLICT', status: 409 })
  expect(await tried(other.scene)).toEqual(own)
})

test("an Idempotency-Key that another user has used is nobody else's", async () => {
  const append = (who: World['me']) =>
    ask(`${server.app.url}/api/messages/append`, {
      method: 'POST',
      headers: { ...who.credential, 'content-type': 'application/json', 'idempotency-key': 'order-1' },
      body: JSON.stringify({ sessionId: who.scene.sessionId, role: 'user', content: 'Quack' }),
    })
  expect((await append(world.other)).status).toBe(201)
  expect((await append(world.me)).status).toBe(201)
  expect((await append(world.me)).status).toBe(200)
})
