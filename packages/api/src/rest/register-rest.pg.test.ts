import { isUuid, LIMITS, type Message, type MessageList, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { useApi } from '../testing/use-api.ts'

const api = useApi()
const APPEND = { method: 'POST', url: '/api/messages/append' } as const

function append(body: object, key?: string, user?: string) {
  const headers = key === undefined ? {} : { 'idempotency-key': key }
  return api.call({ ...APPEND, payload: body, headers }, user)
}

async function say(sessionId: string, content = 'Quack', user?: string): Promise<Message> {
  const { status, body } = await append({ sessionId, id: uuidv7(), role: 'user', content }, undefined, user)
  expect(status).toBe(201)
  return body as Message
}

test('a session is 201 when it is new and 200 when it was there', async () => {
  const create = { method: 'POST', url: '/api/sessions', payload: { id: uuidv7(), title: 'Ponds' } } as const
  const first = await api.call(create)
  expect(first).toMatchObject({ status: 201, body: { ...create.payload, messageCount: 0, headId: null } })
  expect(await api.call(create)).toMatchObject({ status: 200, body: first.body })
  const other = { ...create, payload: { ...create.payload, title: 'Lakes' } }
  expect(await api.call(other)).toMatchObject({
    status: 409,
    body: { error: { code: 'CONFLICT', field: 'id', reason: 'id-reused' } },
  })
  expect(await api.call(create, 'someone')).toMatchObject({ status: 409 })
})

test('a session can be created without a body', async () => {
  const { status, body } = await api.call({ method: 'POST', url: '/api/sessions' })
  expect(status).toBe(201)
  expect(isUuid((body as { id: string }).id)).toBe(true)
})

test('a message is 201 when it is new and 200 when it was there', async () => {
  const body = { sessionId: await api.newSession(), id: uuidv7(), role: 'user', content: ' 🦆\r\n\u2028' }
  const first = await append(body)
  expect(first).toMatchObject({
    status: 201,
    body: { ...body, messageIndex: 0, metadata: {}, parentId: null },
  })
  expect(await append(body)).toMatchObject({ status: 200, body: first.body })
})

test.each([
  ['a UUID', () => uuidv7()],
  ['any other text', () => `order ${uuidv7()}`],
])('with %s as Idempotency-Key the same call again gives the same row', async (_what, newKey) => {
  const key = newKey()
  const body = { sessionId: await api.newSession(), role: 'user', content: 'Quack' }
  const first = await append(body, key)
  expect(first.status).toBe(201)
  const again = await Promise.all([1, 2, 3].map(() => append(body, key)))
  for (const answer of again) expect(answer).toMatchObject({ status: 200, body: first.body })
  expect(await append({ ...body, content: 'Moo' }, key)).toMatchObject({
    status: 409,
    body: { error: { code: 'CONFLICT', reason: 'id-reused' } },
  })
})

test('two users may use the same text as key', async () => {
  const append1 = await append({ sessionId: await api.newSession(), role: 'user', content: 'a' }, 'key')
  const theirs = await api.newSession('someone')
  const append2 = await append({ sessionId: theirs, role: 'user', content: 'b' }, 'key', 'someone')
  expect([append1.status, append2.status]).toEqual([201, 201])
})

test('without id and key every call is a new message', async () => {
  const body = { sessionId: await api.newSession(), role: 'user', content: 'Quack' }
  expect([(await append(body)).status, (await append(body)).status]).toEqual([201, 201])
})

test('another message count is 409 and names the actual one', async () => {
  const sessionId = await api.newSession()
  await say(sessionId)
  const body = { sessionId, role: 'user', content: 'Quack', expectedMessageCount: 0 }
  expect(await append(body)).toMatchObject({
    status: 409,
    body: { error: { code: 'CONFLICT', reason: 'message-count', actualMessageCount: 1 } },
  })
})

test("another's and an unknown session are the same 404, to read and to write", async () => {
  const theirs = await api.newSession('someone')
  const write = (sessionId: string) => append({ sessionId, role: 'user', content: 'Quack' })
  const read = (sessionId: string) => api.call({ url: `/api/sessions/${sessionId}/messages` })
  for (const act of [write, read]) {
    const { status, body } = await act('no-such-session')
    expect({ status, body }).toEqual({
      status: 404,
      body: { error: { code: 'NOT_FOUND', message: expect.any(String) } },
    })
    expect(await act(theirs)).toMatchObject({ status, body })
  }
})

test('following the links from either end meets every message once', async () => {
  const sessionId = await api.newSession()
  for (let n = 0; n < 23; n++) await say(sessionId, `${n}`)
  const walk = async (first: string): Promise<number[]> => {
    const indexes: number[] = []
    for (let url: string | undefined = first; url; ) {
      const { headers, body } = await api.call({ url })
      const page = body as { messages: Message[]; messageCount: number }
      expect(page.messages.length).toBeLessThanOrEqual(5)
      expect(page.messageCount).toBe(23)
      indexes.push(...page.messages.map((message) => message.messageIndex))
      url = /^<(.+)>; rel="next"$/.exec(String(headers.link))?.[1]
    }
    return indexes
  }
  const all = Array.from({ length: 23 }, (_, n) => n)
  expect(await walk(`/api/sessions/${sessionId}/messages?after=-1&limit=5`)).toEqual(all)
  expect((await walk(`/api/sessions/${sessionId}/messages?limit=5`)).sort((a, b) => a - b)).toEqual(all)
})

test('a page that has not changed is 304, also as one of several tags, and one that has is sent', async () => {
  const sessionId = await api.newSession()
  await say(sessionId)
  const url = `/api/sessions/${sessionId}/messages`
  const get = (tag: string) => api.call({ url, headers: { 'if-none-match': tag } })
  const { etag } = (await api.call({ url })).headers
  const tag = String(etag)
  for (const known of [tag, tag.replace('W/', ''), `"other", ${tag}`, `${tag},"other"`, '*'])
    expect(await get(known)).toMatchObject({ status: 304, body: '', headers: { etag } })
  expect(await get('"other"')).toMatchObject({ status: 200 })
  await say(sessionId)
  const changed = await get(tag)
  expect(changed).toMatchObject({ status: 200, body: { messageCount: 2 } })
  expect(changed.headers.etag).not.toBe(etag)
})

test('a page changes with what is thought of its messages, and of no others', async () => {
  const sessionId = await api.newSession()
  const [first, last] = [await say(sessionId), await say(sessionId)]
  const url = `/api/sessions/${sessionId}/messages?limit=1`
  const tags = new Set<unknown>()
  const feedback = async ({ id: messageId }: Message, value: 'up' | 'down' | null, note?: string) => {
    await api.mutate('message.feedback', { messageId, value, note })
    const { headers, body } = await api.call({ url })
    tags.add(headers.etag)
    expect(await api.call({ url, headers: { 'if-none-match': String(headers.etag) } })).toMatchObject({
      status: 304,
    })
    return (body as MessageList).feedback
  }
  const of = { messageId: last.id }
  expect(await feedback(last, null)).toBeUndefined()
  expect(await feedback(first, 'up')).toBeUndefined()
  expect(tags.size).toBe(1)
  expect(await feedback(last, 'up')).toEqual([{ ...of, value: 'up', note: null }])
  expect(await feedback(last, 'down')).toEqual([{ ...of, value: 'down', note: null }])
  expect(await feedback(last, 'down', 'Why?')).toEqual([{ ...of, value: 'down', note: 'Why?' }])
  expect(tags.size).toBe(4)
  expect(await feedback(last, null)).toBeUndefined()
  expect(tags.size).toBe(4)
})

test('content of 1 MiB is taken, of one byte more is 413', async () => {
  const sessionId = await api.newSession()
  await say(sessionId, 'é'.repeat(LIMITS.contentBytes / 2))
  const body = { sessionId, role: 'user', content: `${'é'.repeat(LIMITS.contentBytes / 2)}a` }
  expect(await append(body)).toMatchObject({
    status: 413,
    body: { error: { code: 'PAYLOAD_TOO_LARGE', field: 'content' } },
  })
})
