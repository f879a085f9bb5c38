import { request } from 'node:http'
import { connect } from 'node:net'
import { LIMITS } from '@duck/protocol'
import { createTestClient } from '@duck/testing/app'
import { TEST_HEADERS } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { useApp } from './testing/use-app.ts'

const server = useApp()

/** 'open', or why a WebSocket is refused. */
function upgrade(path: string, headers: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(server.app.url.replace('http', 'ws') + path, { headers })
    socket.once('open', () => {
      socket.terminate()
      resolve('open')
    })
    socket.once('error', (error) => resolve(error.message))
  })
}

type Init = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }

const get = (path: string, init: Init = {}) =>
  fetch(server.app.url + path, { ...init, headers: { ...TEST_HEADERS, ...init.headers } })

test.each(['/', '/s/01a20e08-9dbb-7537-bc42-11ddbfe4ee6a', '/anything/else'])(
  'the app is served at %s',
  async (path) => {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('<div id="root"></div>')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
  },
)

test('a page under another name of this machine is opened under the one name; a call is answered as it is', async () => {
  const url = server.app.url.replace('127.0.0.1', 'localhost')
  const page = await fetch(`${url}/s/1?a=b`, { redirect: 'manual' })
  expect([page.status, page.headers.get('location')]).toEqual([302, `${server.app.url}/s/1?a=b`])
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
})

test('built files are kept for ever, and one that is not there is no page', async () => {
  const page = await (await get('/')).text()
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? ''
  const response = await get(script)
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toContain('immutable')
  expect((await get('/assets/nothing.js')).status).toBe(404)
})

test.each([
  ['GET', '/api/nothing', 404, 'NOT_FOUND'],
  ['POST', '/', 404, 'NOT_FOUND'],
  ['GET', '/../../etc/passwd.txt', 404, 'NOT_FOUND'],
])('%s %s is %i in JSON', async (method, path, status, code) => {
  const response = await get(path, { method })
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ error: { code } })
})

test('a batch holds at most ten calls', async () => {
  const batch = (count: number) => get(`/trpc/${Array(count).fill('model.list').join(',')}?batch=1&input={}`)
  expect((await batch(LIMITS.batchCalls)).status).toBe(200)
  expect((await batch(LIMITS.batchCalls + 1)).status).toBe(400)
})

test('a body over 2 MiB is 413: by its length before it is sent, in chunks as soon as it is over', async () => {
  const over = LIMITS.bodyBytes + 1
  expect(await statusOfPost('/api/sessions', { 'content-length': String(over) }, [])).toBe(413)
  expect(await statusOfPost('/trpc/session.create', { 'content-length': String(over) }, [])).toBe(413)
  const chunk = Buffer.alloc(64 * 1024, ' ')
  const chunks = [...Array.from({ length: LIMITS.bodyBytes / chunk.length }, () => chunk), Buffer.from(' ')]
  expect(await statusOfPost('/trpc/session.create', {}, chunks)).toBe(413)
  expect(await statusOfPost('/trpc/session.create', {}, chunks.slice(0, -1))).toBe(400)
})

/** The status of an answer that comes before the request is over. */
function statusOfPost(
  path: string,
  headers: Record<string, string>,
  chunks: Buffer[],
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const sent = request(server.app.url + path, {
      method: 'POST',
      headers: { ...TEST_HEADERS, 'content-type': 'application/json', ...headers },
    })
    sent.once('response', ({ statusCode }) => {
      resolve(statusCode)
      sent.destroy()
    })
    sent.on('error', () => {})
    sent.flushHeaders()
    for (const chunk of chunks) sent.write(chunk)
    if (chunks.length > 0) sent.end()
  })
}

test('the WebSocket is at /trpc and nowhere else', async () => {
  expect(await upgrade('/trpc')).toBe('open')
  expect(await upgrade('/other')).toContain('404')
})

test('a page of another site can neither change anything nor open a WebSocket', async () => {
  const foreign = { origin: 'https://evil.example' }
  const response = await get('/api/sessions', { method: 'POST', headers: foreign })
  expect(response.status).toBe(403)
  expect(await response.json()).toMatchObject({ error: { code: 'FORBIDDEN' } })
  expect((await get('/trpc/session.create', { method: 'POST', headers: foreign })).status).toBe(403)
  expect(await upgrade('/trpc', foreign)).toContain('403')
  expect(await upgrade('/trpc', { origin: server.app.url })).toBe('open')
  const { rpc, close } = createTestClient(server.app.url)
  expect((await rpc.session.list.query()).sessions).toEqual([])
  await close()
})

test('a client that says PING hears PONG', async () => {
  const socket = new WebSocket(`${server.app.url.replace('http', 'ws')}/trpc`)
  const said = await new Promise<string>((resolve) => {
    socket.once('open', () => socket.send('PING'))
    socket.once('message', (data: Buffer) => resolve(data.toString()))
  })
  expect(said).toBe('PONG')
  socket.terminate()
})

test('subscriptions answer over SSE too', async () => {
  const abort = new AbortController()
  const response = await get('/trpc/sync.subscribe?input={}', {
    signal: abort.signal,
    headers: { accept: 'text/event-stream' },
  })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk)
    if (text.includes('"type":"ready"')) break
  }
  abort.abort()
  expect(text).toContain('"type":"ready"')
})

test('a client that sends nothing does not keep the server from others', async () => {
  const idle = connect(Number(new URL(server.app.url).port), '127.0.0.1')
  const { rpc, close } = createTestClient(server.app.url)
  expect((await rpc.model.list.query()).models.map(({ id }) => id)).toContain('duck/duck')
  await close()
  idle.destroy()
})
