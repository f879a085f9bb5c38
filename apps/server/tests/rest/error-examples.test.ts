import { ERROR_REPLIES } from '@duck/api'
import { type ErrorCode, HTTP_STATUS, LIMITS, uuidv7 } from '@duck/protocol'
import { signInGuest } from '@duck/testing/app'
import { TEST_HEADERS } from '@duck/testing/database'
import { expect, onTestFinished, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { withPassing } from './with-passing.ts'

const BURST = 30
const server = useApp(undefined, {
  DUCK_LIMIT_APPEND_BURST: String(BURST),
  DUCK_LIMIT_APPENDS_PER_SECOND: '1',
})

interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: unknown
}

function ask(path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Response> {
  return fetch(server.app.url + path, {
    method,
    headers: { ...TEST_HEADERS, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

const post = (path: string, body: unknown, headers = {}) => ask(path, { method: 'POST', body, headers })
const append = (sessionId: string, more: object = {}) =>
  post('/api/messages/append', { sessionId, id: uuidv7(), role: 'user', content: 'Quack', ...more })
const newSession = async () => ((await (await post('/api/sessions', {})).json()) as { id: string }).id

/** How to meet each error. */
const WAYS: Record<ErrorCode, () => Promise<Response>> = {
  BAD_REQUEST: () => ask('/api/sessions/a%20b'),
  UNAUTHORIZED: () => ask('/api/sessions', { headers: { authorization: '' } }),
  FORBIDDEN: () => post('/api/sessions', {}, { origin: 'https://elsewhere.example' }),
  NOT_FOUND: () => ask(`/api/sessions/${uuidv7()}`),
  METHOD_NOT_SUPPORTED: () => ask('/api/messages/append'),
  async CONFLICT() {
    const [sessionId, id] = [await newSession(), uuidv7()]
    await append(sessionId, { id })
    return append(sessionId, { id, content: 'Moo' })
  },
  PAYLOAD_TOO_LARGE: async () => append(await newSession(), { content: 'x'.repeat(LIMITS.contentBytes + 1) }),
  UNSUPPORTED_MEDIA_TYPE: () => post('/api/sessions', {}, { 'content-type': 'text/plain' }),
  async TOO_MANY_REQUESTS() {
    const guest = await signInGuest(server.app.url)
    for (;;) {
      const answer = await post('/api/sessions', {}, guest)
      if (!answer.ok) return answer
    }
  },
  async INTERNAL_SERVER_ERROR() {
    const sessionId = await newSession()
    await server.sql`alter function append_locked rename to append_lost`
    onTestFinished(async () => void (await server.sql`alter function append_lost rename to append_locked`))
    return append(sessionId)
  },
  async SERVICE_UNAVAILABLE() {
    const sessionId = await newSession()
    return server.sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(session_lock_key(${sessionId}))`
      return append(sessionId)
    })
  },
}

test.each(Object.entries(WAYS))(
  '%s is answered as the document shows it, headers and all',
  async (name, meet) => {
    const code = name as ErrorCode
    const { example, headers = {} } = ERROR_REPLIES[code]
    const answer = await meet()
    const body: unknown = await answer.json()
    expect(answer.status).toBe(HTTP_STATUS[code])
    expect(body).toEqual(withPassing(example, body))
    for (const header of Object.keys(headers)) expect(answer.headers.get(header), header).toBeTruthy()
    expect(Object.keys(Object(Object(body).error)).toSorted()).toEqual(Object.keys(example.error).toSorted())
  },
)

test('405 names the methods of the path, whatever is asked of it', async () => {
  const allowed = {
    '/api/sessions': 'POST, GET, HEAD',
    '/api/sessions/x': 'GET, HEAD, PATCH, DELETE',
    '/api/messages/append': 'POST',
    '/api/sessions/x/messages': 'GET, HEAD',
    '/api/sessions/x/messages/count': 'GET, HEAD',
    '/api/sessions/x/streams': 'GET, HEAD',
    '/api/openapi.json': 'GET, HEAD',
    '/api/docs': 'GET, HEAD',
  }
  for (const [path, methods] of Object.entries(allowed))
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      if (methods.split(', ').includes(method)) continue
      const answer = await ask(path, { method })
      expect([answer.status, answer.headers.get('allow')], `${method} ${path}`).toEqual([405, methods])
    }
})

test('HEAD is answered as GET, without the body', async () => {
  const sessionId = await newSession()
  for (const path of [`/api/sessions/${sessionId}`, `/api/sessions/${sessionId}/messages`]) {
    const [get, head] = [await ask(path), await ask(path, { method: 'HEAD' })]
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([
      200,
      get.headers.get('etag'),
      '',
    ])
  }
})
