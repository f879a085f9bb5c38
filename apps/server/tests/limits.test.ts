import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { LIMITS, must, uuidv7 } from '@duck/protocol'
import { createTestClient, signInGuest } from '@duck/testing/app'
import { TEST_HEADERS } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { openCallSocket } from './testing/call-socket.ts'
import { useApp } from './testing/use-app.ts'

const BURST = 100
const PER_SECOND = 4
const server = useApp(undefined, {
  DUCK_LIMIT_APPEND_BURST: String(BURST),
  DUCK_LIMIT_APPENDS_PER_SECOND: String(PER_SECOND),
})

const post = (path: string, body: unknown, headers = TEST_HEADERS) =>
  fetch(server.app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const upTo = (count: number) => Array.from({ length: count }, (_, place) => place)

test('appends count alike by every way and each in a batch; beyond the rate they are 429 and leave nothing', async () => {
  const began = performance.now()
  const sessionId = uuidv7()
  await post('/api/sessions', { id: sessionId })
  const draft = () => ({ sessionId, id: uuidv7(), role: 'user', content: 'Quack' })
  const single = upTo(30).map(async () => [(await post('/trpc/message.append', draft())).status])
  const rest = upTo(30).map(async () => [(await post('/api/messages/append', draft())).status])
  const batches = upTo(3).map(async () => {
    const drafts = Object.fromEntries(upTo(10).map((place) => [place, draft()]))
    const answer = await post(`/trpc/${Array(10).fill('message.append').join(',')}?batch=1`, drafts)
    const calls = (await answer.json()) as { error?: { data: { httpStatus: number } } }[]
    return calls.map(({ error }) => error?.data.httpStatus ?? 200)
  })
  const client = await openCallSocket(server.app.url)
  for (const id of upTo(3))
    client.send(
      upTo(10).map((place) => ({
        id: id * 10 + place,
        method: 'mutation',
        params: { path: 'message.append', input: draft() },
      })),
    )
  await expect.poll(() => client.answers.length).toBe(30)
  client.socket.terminate()
  const statuses = [
    ...(await Promise.all([...single, ...rest, ...batches])).flat(),
    ...client.answers.map(({ error }) => error?.data.httpStatus ?? 200),
  ]
  const passed = statuses.filter((status) => status !== 429).length
  const earned = ((performance.now() - began) / 1000) * PER_SECOND
  expect(new Set(statuses)).toEqual(new Set([200, 201, 429]))
  // One was the session.
  expect(passed).toBeGreaterThanOrEqual(BURST - 1)
  expect(passed).toBeLessThanOrEqual(BURST + earned)
  const [{ rows }] = await server.sql<[{ rows: number }]>`
    select count(*)::integer as rows from messages where session_id = ${sessionId}`
  expect(rows).toBe(passed)
})

test('who adds too fast is told when to come again, in tRPC and REST; reading goes on, and so does everybody else', async () => {
  const refusal = { code: 'TOO_MANY_REQUESTS', reason: 'rate', retryAfterMs: expect.any(Number) }
  let answers: [Response, Response]
  do answers = await Promise.all([post('/trpc/session.create', {}), post('/api/sessions', {})])
  while (answers.some(({ ok }) => ok))
  for (const answer of answers) {
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  }
  const [trpc, rest] = answers
  expect(await trpc.json()).toMatchObject({ error: { data: refusal } })
  expect(await rest.json()).toMatchObject({ error: refusal })
  const { rpc, close } = createTestClient(server.app.url)
  expect((await rpc.session.list.query()).sessions).not.toEqual([])
  await close()
  expect((await post('/api/sessions', {}, await signInGuest(server.app.url))).status).toBe(201)
})

test('a new row that its session refuses counts as one too', async () => {
  const stranger = await signInGuest(server.app.url)
  const statuses = new Set<number>()
  for (let tries = 0; tries < 2 * BURST && !statuses.has(429); tries++) {
    const draft = { sessionId: uuidv7(), id: uuidv7(), role: 'user', content: 'Quack' }
    statuses.add((await post('/trpc/message.append', draft, stranger)).status)
  }
  expect([...statuses]).toEqual([404, 429])
})

/** The open socket, or the status and headers of the refusal. */
async function upgrade(
  headers = TEST_HEADERS,
): Promise<WebSocket | { status: number | undefined; retryAfter: string | undefined }> {
  const socket = new WebSocket(`${server.app.url.replace('http', 'ws')}/trpc`, { headers })
  const refused = Promise.withResolvers<{ status: number | undefined; retryAfter: string | undefined }>()
  socket.on('error', () => {})
  socket.once('unexpected-response', (_request, { statusCode, headers }) => {
    refused.resolve({ status: statusCode, retryAfter: headers['retry-after'] })
    socket.terminate()
  })
  return Promise.race([refused.promise, once(socket, 'open').then(() => socket)])
}

test('the 101st WebSocket of a user is 429 before it is one, and there is room again once one is closed', async () => {
  const sockets = await Promise.all(upTo(LIMITS.socketsPerUser).map(() => upgrade()))
  expect(sockets.filter((socket) => !(socket instanceof WebSocket))).toEqual([])
  expect(await upgrade()).toEqual({ status: 429, retryAfter: '5' })
  expect((await fetch(`${server.app.url}/trpc/model.list`, { headers: TEST_HEADERS })).status).toBe(200)
  const another = await upgrade(await signInGuest(server.app.url))
  expect(another).toBeInstanceOf(WebSocket)
  if (another instanceof WebSocket) another.terminate()
  for (const end of ['terminate', 'close'] as const) {
    const [socket] = sockets.splice(0, 1)
    if (socket instanceof WebSocket) socket[end]()
    let next: WebSocket | undefined
    await expect
      .poll(async () => {
        const opened = await upgrade()
        if (opened instanceof WebSocket) next = opened
        return next !== undefined
      })
      .toBe(true)
    sockets.push(must(next, 'a new socket'))
  }
  for (const socket of sockets) if (socket instanceof WebSocket) socket.terminate()
})

test('a batch on the WebSocket holds at most ten calls', async () => {
  const { socket, answers, send } = await openCallSocket(server.app.url)
  const calls = (count: number, from: number) =>
    upTo(count).map((place) => ({ id: from + place, method: 'query', params: { path: 'model.list' } }))
  send(calls(10, 0))
  send(calls(11, 100))
  await expect.poll(() => answers.length).toBe(21)
  for (const { id, error } of answers)
    expect(error?.data.code).toBe(Number(id) < 100 ? undefined : 'BAD_REQUEST')
  expect(socket.readyState).toBe(WebSocket.OPEN)
  socket.terminate()
})

test('a message over 2 MiB closes its WebSocket, one of 2 MiB is read', async () => {
  const { socket, answers, send } = await openCallSocket(server.app.url)
  const call = { id: 1, method: 'mutation', params: { path: 'session.create', input: { title: '' } } }
  const room = LIMITS.bodyBytes - JSON.stringify(call).length
  const ofBytes = (more: number) => ({
    ...call,
    params: { ...call.params, input: { title: 'x'.repeat(room + more) } },
  })
  send(ofBytes(0))
  await expect.poll(() => answers.map(({ error }) => error?.data.field)).toEqual(['title'])
  const closed = once(socket, 'close')
  send(ofBytes(1))
  expect((await closed)[0]).toBe(1009)
})

test('a WebSocket has at most 100 calls under way, and goes on with them', async () => {
  const { socket, answers, send } = await openCallSocket(server.app.url)
  const subscribe = (id: number) => ({ id, method: 'subscription', params: { path: 'sync.subscribe' } })
  for (const id of upTo(LIMITS.socketCalls + 1)) send(subscribe(id))
  const readyOnes = () => answers.filter(({ result }) => result?.type === 'data').length
  await expect.poll(readyOnes).toBe(LIMITS.socketCalls)
  const refused = answers.filter(({ error }) => error)
  expect(refused).toMatchObject([{ id: 100, error: { data: { code: 'TOO_MANY_REQUESTS' } } }])
  send({ id: 0, method: 'subscription.stop' })
  await expect.poll(() => answers.some(({ result }) => result?.type === 'stopped')).toBe(true)
  send(subscribe(200))
  await expect.poll(() => answers.some(({ id, result }) => id === 200 && result?.type === 'data')).toBe(true)
  socket.terminate()
})

test.each([
  ['GET on a mutation', '/trpc/session.create?input={}', {}, 405, 'METHOD_NOT_SUPPORTED'],
  ['a path of 5,000 characters', `/${'a'.repeat(4_999)}`, {}, 414, 'PAYLOAD_TOO_LARGE'],
  ['a procedure of 5,000 characters', `/trpc/${'a'.repeat(5_000)}`, {}, 414, 'PAYLOAD_TOO_LARGE'],
  ['a session id of 5,000', `/api/sessions/${'a'.repeat(5_000)}/messages`, {}, 414, 'PAYLOAD_TOO_LARGE'],
  ['a URL of 20,000', `/trpc/model.list?input=${'a'.repeat(20_000)}`, {}, 431, 'PAYLOAD_TOO_LARGE'],
  ['headers of 20,000', '/', { 'x-long': 'a'.repeat(20_000) }, 431, 'PAYLOAD_TOO_LARGE'],
  ['a path that is none', '/trpc/%zz', {}, 400, 'BAD_REQUEST'],
])('%s is refused in our words', async (_what, path, headers, status, code) => {
  const answer = await fetch(server.app.url + path, { headers })
  expect(answer.status).toBe(status)
  const { error } = (await answer.json()) as { error: { code: unknown; data?: { code: string } } }
  expect(error.data?.code ?? error.code).toBe(code)
})

test.each([
  ['too large a body', {}, 'x'.repeat(LIMITS.bodyBytes), 'PAYLOAD_TOO_LARGE', []],
  ['another site', { origin: 'https://elsewhere.example' }, 'Quack', 'FORBIDDEN', ['reason']],
  ['another content type', { 'content-type': 'text/plain' }, 'Quack', 'UNSUPPORTED_MEDIA_TYPE', []],
])(
  'what is refused before it comes to a procedure, for %s, is read by its client',
  async (_why, headers, title, code, facts) => {
    const { rpc, close } = createTestClient(server.app.url, { ...TEST_HEADERS, ...headers })
    const refused: unknown = await rpc.session.create.mutate({ title }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ message: expect.not.stringContaining('Unknown'), data: { code } })
    expect(Object.keys(Object(refused).data).toSorted()).toEqual(['code', 'httpStatus', ...facts])
    await close()
  },
)

test('a path of 1,000 characters is taken, and no character more', async () => {
  const page = async (chars: number) => (await fetch(`${server.app.url}/${'a'.repeat(chars - 1)}`)).status
  expect([await page(LIMITS.pathChars), await page(LIMITS.pathChars + 1)]).toEqual([200, 414])
})

test('of a body that never ends no more than 2 MiB are taken', async () => {
  const socket = connect(Number(new URL(server.app.url).port), '127.0.0.1')
  socket.on('error', () => {})
  let said = ''
  socket.on('data', (data: Buffer) => {
    said += data.toString()
  })
  socket.write(
    'POST /trpc/session.create HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
  )
  const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`
  const write = () => {
    while (!socket.destroyed && socket.write(chunk));
  }
  socket.on('drain', write)
  write()
  await new Promise((closed) => socket.once('close', closed))
  // A connection that is cut while it is written to may lose the answer.
  expect(said).toMatch(/^(HTTP\/1\.1 413 |$)/)
  // What the buffers of two systems hold was sent too, but never read.
  expect(socket.bytesWritten).toBeLessThan(8 * LIMITS.bodyBytes)
})

test('bodies that do not come keep their sender, and nobody else, from sending more', async () => {
  const [slow, other] = [await signInGuest(server.app.url), await signInGuest(server.app.url)]
  // Known from then on by what it shows.
  await post('/api/sessions', {}, slow)
  const held = upTo(8).map(() => halfPost(slow.authorization))
  await expect.poll(async () => (await post('/api/sessions', {}, slow)).status).toBe(429)
  expect((await post('/api/sessions', {}, other)).status).toBe(201)
  for (const socket of held) socket.destroy()
  await expect.poll(async () => (await post('/api/sessions', {}, slow)).status).toBe(201)
})

/** A connection on which a body of 2 MiB was announced, and does not come. */
function halfPost(authorization: string): Socket {
  const socket = connect(Number(new URL(server.app.url).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write(
    `POST /trpc/session.create HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: ${LIMITS.bodyBytes}\r\n\r\n`,
  )
  return socket
}

test('a user whose calls all wait keeps no other waiting', async () => {
  const [flood, other] = [await signInGuest(server.app.url), await signInGuest(server.app.url)]
  const sessionId = await newSession(flood)
  let answered = 0
  const waiting = await server.sql.begin(async (tx) => {
    await tx`lock table messages in access exclusive mode`
    const lists = upTo(60).map(async () => {
      await post('/trpc/message.list', { sessionId }, flood)
      answered++
    })
    for (const _call of upTo(10)) expect((await post('/trpc/model.list', {}, other)).status).toBe(200)
    expect(answered).toBe(0)
    // In an object, since a promise that is returned would be waited for.
    return { all: Promise.all(lists) }
  })
  await waiting.all
})

async function newSession(headers: { authorization: string }): Promise<string> {
  return ((await (await post('/api/sessions', {}, headers)).json()) as { id: string }).id
}
