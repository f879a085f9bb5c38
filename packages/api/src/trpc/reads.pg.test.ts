import { type Message, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { type Answer, useApi } from '../testing/use-api.ts'

const api = useApi()

/** What a call gave. */
const dataOf = <Data>(answer: Answer): Data => (answer.body as { result: { data: Data } }).result.data

/** Appends to a session; a parent left out is the head. */
async function append(sessionId: string, content: string, parentId?: string | null): Promise<Message> {
  const input = {
    sessionId,
    id: uuidv7(),
    role: 'user',
    content,
    ...(parentId === undefined ? {} : { parentId }),
  }
  return dataOf(await api.mutate('message.append', input))
}

test('message.line gives the active line, and what stands above its page', async () => {
  const sessionId = await api.newSession()
  const first = await append(sessionId, 'one')
  await append(sessionId, 'left')
  const last = await append(sessionId, 'right', first.id)
  const line = (given: object) => api.query('message.line', { sessionId, ...given })
  const state = { messageCount: 3, headId: last.id }
  expect(dataOf(await line({}))).toEqual({ messages: [first, last], ...state })
  expect(dataOf(await line({ limit: 1 }))).toEqual({ messages: [last], ...state })
  expect(dataOf(await line({ before: last.messageIndex }))).toEqual({ messages: [first], ...state })
})

test('message.feedback is given, listed, part of its page, and taken back', async () => {
  const sessionId = await api.newSession()
  const [one, two] = [await append(sessionId, 'one'), await append(sessionId, 'two')]
  const given = { messageId: two.id, value: 'down', note: 'Too short' }
  const give = async (input: object) => dataOf(await api.mutate('message.feedback', input))
  const list = async (first: number, last: number) =>
    dataOf(await api.query('message.listFeedback', { sessionId, first, last }))
  expect(await give(given)).toEqual(given)
  expect(await list(0, 199)).toEqual({ feedback: [given] })
  expect(await list(0, 0)).toEqual({ feedback: [] })
  const state = { messageCount: 2, headId: two.id }
  const page = { messages: [one, two], ...state, feedback: [given] }
  expect(dataOf(await api.query('message.list', { sessionId }))).toEqual(page)
  expect(dataOf(await api.query('message.line', { sessionId }))).toEqual(page)
  const none = { messageId: two.id, value: null, note: null }
  expect(await give({ messageId: two.id, value: null })).toEqual(none)
  expect(await list(0, 199)).toEqual({ feedback: [] })
})

test('message.search gives hits with their snippets, page by page, and never those of another user', async () => {
  const sessionId = await api.newSession('searcher')
  for (const n of [0, 1, 2]) {
    const input = { sessionId, id: uuidv7(), role: 'user', content: `100 % Quack ${n}` }
    await api.mutate('message.append', input, 'searcher')
  }
  const search = (given: object, user = 'searcher') =>
    api.query('message.search', { query: '% QUACK', ...given }, user)
  const page = dataOf<{ hits: unknown[]; nextCursor: string | null }>(await search({}))
  expect(page.nextCursor).toBeNull()
  expect(page.hits).toMatchObject(
    [2, 1, 0].map((n) => ({ sessionId, messageIndex: n, snippet: `100 % Quack ${n}`, ranges: [[4, 11]] })),
  )
  expect(dataOf(await search({ sessionId, cursor: null, direction: 'forward' }))).toEqual(page)
  expect(dataOf(await search({}, 'local'))).toEqual({ hits: [], nextCursor: null })
  const cursor = Buffer.from(`${sessionId}|2`).toString('base64url')
  expect(dataOf(await search({ cursor }))).toEqual({ hits: page.hits.slice(1), nextCursor: null })
})

test('a search of 10 KiB, longer than any URL once it is escaped, comes as a POST', async () => {
  const sessionId = await api.newSession('long')
  const query = '"%'.repeat(5 * 1024)
  await api.mutate('message.append', { sessionId, id: uuidv7(), role: 'user', content: query }, 'long')
  const answer = await api.mutate('message.search', { query }, 'long')
  expect(dataOf(answer)).toMatchObject({ hits: [{ sessionId, ranges: [[0, 160]] }] })
})

test('session.selectHead, markRead and restore give the session as it is then', async () => {
  const sessionId = await api.newSession()
  const first = await append(sessionId, 'one')
  await append(sessionId, 'two')
  const chosen = await api.mutate('session.selectHead', { sessionId, messageId: first.id })
  expect(dataOf(chosen)).toMatchObject({ id: sessionId, headId: first.id, messageCount: 2 })
  expect(await append(sessionId, 'three')).toMatchObject({ parentId: first.id })
  const read = await api.mutate('session.markRead', { sessionId, messageIndex: 99 })
  expect(dataOf(read)).toMatchObject({ lastReadIndex: 2 })
  await api.mutate('session.delete', { sessionId })
  expect(await api.query('session.get', { sessionId })).toMatchObject({ status: 404 })
  expect(await api.mutate('session.selectHead', { sessionId, messageId: first.id })).toMatchObject({
    status: 404,
  })
  expect(dataOf(await api.mutate('session.restore', { sessionId }))).toMatchObject({ messageCount: 3 })
  expect(await api.query('session.get', { sessionId })).toMatchObject({ status: 200 })
})

test('session.indexAt gives where a time begins, with any zone', async () => {
  const sessionId = await api.newSession()
  const { createdAt } = await append(sessionId, 'one')
  const at = async (time: string) => dataOf(await api.query('session.indexAt', { sessionId, time }))
  expect(await at(createdAt)).toEqual({ messageIndex: 0 })
  expect(await at(createdAt.replace('Z', '+00:00'))).toEqual({ messageIndex: 0 })
  expect(await at('9999-01-01T00:00:00Z')).toEqual({ messageIndex: null })
})

test("health.integrity tells of the user's own sessions", async () => {
  const sessionId = await api.newSession('owner')
  await api.sql`
    insert into messages (session_id, message_index, role, content) values (${sessionId}, 3, 'user', 'my-secret')`
  const check = async (user: string) => dataOf(await api.query('health.integrity', {}, user))
  const faults = ['dense', 'count'].map((name) => ({ sessionId, check: name, detail: expect.any(String) }))
  expect(await check('owner')).toEqual({ sessions: 1, faults, nextCursor: null })
  expect(JSON.stringify(await check('owner'))).not.toContain('my-secret')
  expect(await check('nobody')).toEqual({ sessions: 0, faults: [], nextCursor: null })
})

const MESSAGE_ID = uuidv7()
const HOSTILE: [name: string, act: 'query' | 'mutate', field: string, given: object][] = [
  ...[-1, 0.5, 2 ** 31, '1', 'NaN'].flatMap((index): typeof HOSTILE => [
    ['message.line', 'query', 'before', { before: index }],
    ['message.line', 'query', 'limit', { limit: index }],
    ['session.markRead', 'mutate', 'messageIndex', { messageIndex: index }],
  ]),
  ['message.line', 'query', 'after', { after: 1 }],
  ['session.selectHead', 'mutate', 'messageId', { messageId: 'x' }],
  ['session.selectHead', 'mutate', 'messageId', { messageId: MESSAGE_ID }],
  ['session.selectHead', 'mutate', 'messageId', { messageId: null }],
  ['session.markRead', 'mutate', 'userId', { messageIndex: 0, userId: 'someone' }],
  ['session.indexAt', 'query', 'time', { time: 'now' }],
  ['session.indexAt', 'query', 'time', { time: '2026-01-01T00:00:00+23:59:59' }],
  ['message.listFeedback', 'query', 'last', { first: 0, last: 200 }],
  ['message.listFeedback', 'query', 'last', { first: 1, last: 0 }],
  ['message.search', 'query', 'query', { query: '' }],
  ['message.search', 'query', 'query', { query: 'a\u0000' }],
  ['message.search', 'query', 'query', { query: '\ud83e' }],
  ['message.search', 'query', 'query', { query: 'x'.repeat(10 * 1024 + 1) }],
  ['message.search', 'query', 'cursor', { query: 'a', cursor: 'Zm9yZ2Vk' }],
  ['message.search', 'query', 'cursor', { query: 'a', cursor: "' or true --" }],
]

test.each(HOSTILE)('%s (%s) is 400 and names %s: %j', async (name, act, field, given) => {
  const input = { sessionId: await api.newSession(), ...given }
  expect(await api[act](name, input)).toMatchObject({
    status: 400,
    body: { error: { data: { code: 'BAD_REQUEST', field } } },
  })
})

test.each(['session.restore', 'session.selectHead', 'session.markRead', 'message.line', 'message.search'])(
  '%s with U+0000 in the session id is 400 and names it',
  async (name) => {
    const act = name.startsWith('session') ? 'mutate' : 'query'
    const input = { sessionId: 'a\u0000', query: 'a', messageId: MESSAGE_ID, messageIndex: 0 }
    const answer = await api[act](name, input)
    expect(answer).toMatchObject({ status: 400, body: { error: { data: { field: 'sessionId' } } } })
  },
)

test('what a caller does wrong is not logged', () => {
  expect(api.logged).toEqual([])
})
