import { uuidv7 } from '@duck/protocol'
import { createTestClient } from '@duck/testing/app'
import { beforeAll, expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { callHttp } from './testing/call-http.ts'
import { nothing } from './testing/scene.ts'
import { quick, SETTINGS } from './testing/settings.ts'
import { openWire } from './testing/wire.ts'
import { makeWorld, type World } from './testing/world.ts'

const server = useApp(quick, { ...SETTINGS, DUCK_OPERATORS: 'me@people.example' })
let world: World
beforeAll(async () => {
  world = await makeWorld(server.app.url, server.sql)
})

const MUTATIONS: ReadonlySet<string> = new Set(['user.resetLink', 'message.feedback'])
const headersOf = (who: World['me']) => ({ ...who.credential })

/** Everything that my feed of the other's sessions says while `act` happens, and until it tells of an act of mine. */
async function heardWhile(act: () => Promise<unknown>): Promise<string> {
  const { me, other } = world
  const { rpc, close } = createTestClient(server.app.url, headersOf(me))
  const { id: mark } = await rpc.session.create.mutate({ title: 'mark' })
  await using wire = await openWire(server.app.url, headersOf(me))
  const said: string[] = []
  const ready = Promise.withResolvers<void>()
  const sessionIds = [other.scene.sessionId, other.scene.hiddenId, mark]
  wire.subscribe('sync.subscribe', { sessionIds }, (text) => {
    said.push(text)
    if (text.includes('"type":"ready"')) ready.resolve()
  })
  await ready.promise
  await act()
  await rpc.message.append.mutate({ sessionId: mark, id: uuidv7(), role: 'user', content: 'mark' })
  const told = () => said.some((text) => text.includes('session-changed') && text.includes(mark))
  await expect.poll(told).toBe(true)
  await close()
  return said.join('\n')
}

test("a feed that names another's sessions tells of nothing that happens there", async () => {
  const { other, canaries } = world
  const { sessionId, hiddenId } = other.scene
  const { rpc, close } = createTestClient(server.app.url, headersOf(other))
  const ids: string[] = []
  server.model.setReply(() => ({ deltas: ['As far '], end: 'hang' }))
  const heard = await heardWhile(async () => {
    const { message, stream } = await rpc.message.send.mutate({ sessionId, id: uuidv7(), content: 'Secret' })
    ids.push(message.id, stream.id)
    await rpc.message.feedback.mutate({ messageId: message.id, value: 'up', note: 'Secret' })
    const durable = () => server.sql`select 1 from stream_checkpoints where stream_id = ${stream.id}`
    await expect.poll(durable).toHaveLength(1)
    const watch = (streamId: string) =>
      ({ name: 'stream.watch', type: 'subscription', input: { streamId } }) as const
    const mine = headersOf(world.me)
    const outcomes = [stream.id, uuidv7()].map((id) => callHttp(server.app.url, watch(id), mine))
    const [anothers, unknown] = await Promise.all(outcomes)
    expect(anothers).toEqual(unknown)
    expect(unknown?.code).toBe('NOT_FOUND')
    const stop = { name: 'stream.stop', type: 'mutation', input: { streamId: stream.id } } as const
    expect(await callHttp(server.app.url, stop, mine)).toMatchObject({ code: 'NOT_FOUND' })
    await rpc.stream.stop.mutate({ streamId: stream.id })
    await rpc.session.restore.mutate({ sessionId: hiddenId })
    await rpc.session.delete.mutate({ sessionId: hiddenId })
  })
  for (const secret of [...canaries, ...ids, 'Secret', 'As far']) expect(heard).not.toContain(secret)
  await close()
})

test('only an address that is proven makes an operator, and an operator still sees no chats', async () => {
  const { me, other, canaries } = world
  const call = (name: string, input: object = {}) =>
    callHttp(server.app.url, { name, type: MUTATIONS.has(name) ? 'mutation' : 'query', input }, headersOf(me))
  expect(await call('user.list')).toMatchObject({ code: 'FORBIDDEN', status: 403 })
  await server.sql`update auth.people set email_verified = true where id = ${me.userId}`
  await expect.poll(async () => (await call('user.list')).code).toBe('ok')
  expect((await call('user.list')).text).toContain(other.email)
  expect(await call('user.resetLink', { userId: nothing().userId })).toMatchObject({ code: 'NOT_FOUND' })
  expect(await call('user.resetLink', { userId: other.userId })).toMatchObject({ code: 'ok' })
  const { sessionId, promptId } = other.scene
  for (const name of ['session.get', 'message.list', 'message.count', 'stream.list'])
    expect(await call(name, { sessionId })).toMatchObject({ code: 'NOT_FOUND' })
  expect(await call('message.get', { messageId: promptId })).toMatchObject({ code: 'NOT_FOUND' })
  const feedback = { messageId: promptId, value: 'up' }
  expect(await call('message.feedback', feedback)).toMatchObject({ code: 'NOT_FOUND' })
  const range = { sessionId, first: 0, last: 9 }
  expect(await call('message.listFeedback', range)).toMatchObject({ code: 'NOT_FOUND' })
  for (const name of ['session.list', 'message.search']) {
    const { text } = await call(name, name === 'message.search' ? { query: 'a' } : {})
    for (const canary of canaries) expect(text, name).not.toContain(canary)
  }
})
