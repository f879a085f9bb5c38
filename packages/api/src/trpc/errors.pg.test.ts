import { type Message, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { useApi } from '../testing/use-api.ts'

const api = useApi()

/** An error's data as a client reads it. */
const refused = (code: string, facts: object = {}) => ({ body: { error: { data: { code, ...facts } } } })
const draft = (sessionId: string) => ({ sessionId, id: uuidv7(), role: 'user', content: 'Quack' })

test('a conflict tells the reason, and the actual count where that is it', async () => {
  const sessionId = await api.newSession()
  const message = draft(sessionId)
  await api.mutate('message.append', message)
  expect(await api.mutate('message.append', { ...message, content: 'Moo' })).toMatchObject({
    status: 409,
    ...refused('CONFLICT', { httpStatus: 409, path: 'message.append', reason: 'id-reused' }),
  })
  expect(await api.mutate('message.append', { ...draft(sessionId), expectedMessageCount: 5 })).toMatchObject({
    status: 409,
    ...refused('CONFLICT', { reason: 'message-count', actualMessageCount: 1 }),
  })
})

test.each([
  ['content', { content: '' }],
  ['parentId', { parentId: uuidv7() }],
  ['metadata', { metadata: { usage: 1 } }],
  ['userId', { userId: 'someone' }],
])('an input at fault is 400 and names %s', async (field, given) => {
  const input = { ...draft(await api.newSession()), ...given }
  expect(await api.mutate('message.append', input)).toMatchObject({
    status: 400,
    ...refused('BAD_REQUEST', { field }),
  })
})

test('a text that is too long is 413', async () => {
  const input = { ...draft(await api.newSession()), content: 'a'.repeat(1024 * 1024 + 1) }
  expect(await api.mutate('message.append', input)).toMatchObject({
    status: 413,
    ...refused('PAYLOAD_TOO_LARGE', { field: 'content' }),
  })
})

test("every procedure answers another's session as one that does not exist", async () => {
  const theirs = await api.newSession('someone')
  const { body } = await api.mutate('message.append', draft(theirs), 'someone')
  const messageId = (body as { result: { data: Message } }).result.data.id
  const calls: [name: string, act: 'query' | 'mutate', input: (id: string) => object][] = [
    ['session.get', 'query', (sessionId) => ({ sessionId })],
    ['session.update', 'mutate', (sessionId) => ({ sessionId, title: 'Mine' })],
    ['session.selectHead', 'mutate', (sessionId) => ({ sessionId, messageId })],
    ['session.markRead', 'mutate', (sessionId) => ({ sessionId, messageIndex: 0 })],
    ['session.restore', 'mutate', (sessionId) => ({ sessionId })],
    ['session.indexAt', 'query', (sessionId) => ({ sessionId, time: '2026-01-01T00:00:00Z' })],
    ['session.delete', 'mutate', (sessionId) => ({ sessionId, forever: true })],
    ['message.append', 'mutate', (sessionId) => draft(sessionId)],
    ['message.send', 'mutate', (sessionId) => ({ sessionId, id: uuidv7(), content: 'Quack' })],
    ['message.list', 'query', (sessionId) => ({ sessionId })],
    ['message.line', 'query', (sessionId) => ({ sessionId, before: 0 })],
    ['message.search', 'query', (sessionId) => ({ sessionId, query: 'Quack' })],
    ['message.listFeedback', 'query', (sessionId) => ({ sessionId, first: 0, last: 9 })],
    ['message.count', 'query', (sessionId) => ({ sessionId })],
    ['stream.list', 'query', (sessionId) => ({ sessionId })],
    ['stream.start', 'mutate', (sessionId) => ({ sessionId, id: uuidv7(), promptId: messageId })],
  ]
  for (const [name, act, input] of calls) {
    const unknown = await api[act](name, input('no-such-session'))
    expect(unknown, name).toMatchObject({ status: 404, ...refused('NOT_FOUND') })
    expect((await api[act](name, input(theirs))).body, name).toEqual(unknown.body)
  }
  const unknown = await api.query('message.get', { messageId: uuidv7() })
  expect((await api.query('message.get', { messageId })).body).toEqual(unknown.body)
  const rated = await api.mutate('message.feedback', { messageId: uuidv7(), value: 'up' })
  expect((await api.mutate('message.feedback', { messageId, value: 'up' })).body).toEqual(rated.body)
  expect(rated).toMatchObject({ status: 404, ...refused('NOT_FOUND') })
  expect(await api.query('message.list', { sessionId: theirs }, 'someone')).toMatchObject({ status: 200 })
})

test('a model that is not available is refused with the reason, and nothing is stored', async () => {
  const sessionId = await api.newSession()
  const input = { sessionId, id: uuidv7(), content: 'Quack', model: 'nobody/none' }
  expect(await api.mutate('message.send', input)).toMatchObject({
    status: 400,
    ...refused('BAD_REQUEST', { field: 'model', reason: 'model-unavailable' }),
  })
  expect(await api.sql`select from messages where session_id = ${sessionId}`).toHaveLength(0)
})

test('an unknown procedure is 404, a mutation that is asked for with GET 405', async () => {
  expect(await api.query('session.steal')).toMatchObject({ status: 404, ...refused('NOT_FOUND') })
  expect(await api.query('session.create')).toMatchObject({ status: 405, ...refused('METHOD_NOT_SUPPORTED') })
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
])('a mutation of the content type %s is 415', async (type) => {
  const post = { method: 'POST', url: '/trpc/session.create', payload: '{}' } as const
  expect((await api.call({ ...post, headers: { 'content-type': type } })).status).toBe(415)
})

test.each(['{"title": "my-secret', 'my-secret', '[]', 'null', '"my-secret"'])(
  'the body %s is 400 with a fixed text',
  async (payload) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await api.call({ method: 'POST', url: '/trpc/session.create', payload, headers })
    expect(answer).toMatchObject({ status: 400, ...refused('BAD_REQUEST') })
    expect(JSON.stringify(answer.body)).not.toContain('my-secret')
  },
)

test('a form of many bytes is refused before it is read', async () => {
  const part = 'x'.repeat(1024 * 1024)
  const payload = `--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n${part}\r\n--x--\r\n`
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const answer = await api.call({ method: 'POST', url: '/trpc/session.create', payload, headers })
  expect(answer.status).toBe(415)
})

test('a batch of eleven is 400', async () => {
  const batch = (count: number) =>
    api.call({ url: `/trpc/${Array(count).fill('model.list').join(',')}?batch=1&input={}` })
  expect((await batch(10)).status).toBe(200)
  expect((await batch(11)).status).toBe(400)
})

test('what a caller does wrong is not logged', () => {
  expect(api.logged).toEqual([])
})
