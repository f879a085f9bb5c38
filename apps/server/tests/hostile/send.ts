import { on, once } from 'node:events'
import { request } from 'node:http'
import { REST_ROUTES, type RestRoute } from '@duck/api'
import { must } from '@duck/protocol'
import { TEST_HEADERS } from '@duck/testing/database'
import { WebSocket } from 'ws'
import type { TestApp } from '../testing/use-app.ts'
import type { Call, Fixture, Frame, Raw } from './case.ts'

/** What came back: `status` of the answer, its parsed body and what stands in it about an error. */
export interface Answer {
  status: number
  text: string
  data: unknown
  error: Record<string, unknown> | null
}

export type Ways = 'trpc' | 'socket' | 'rest'

// A longer one does not fit into a URL.
const LONGEST_GET = 4_000

/** The ways on which a call is to be made. */
export function waysOf(call: Call): Ways[] {
  return routeOf(call) && !call.notRest ? ['trpc', 'socket', 'rest'] : ['trpc', 'socket']
}

/** The route beside the procedure, if there is one. */
function routeOf({ procedure }: Call): RestRoute | undefined {
  return REST_ROUTES.find((route) => route.procedure === procedure)
}

/** The input as a request of the route: fields of the path there, the others in the body or the query. */
function restRequest({ method, path }: RestRoute, input: Record<string, unknown>) {
  const rest = { ...input }
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, field: string) => {
    delete rest[field]
    return encodeURIComponent(String(input[field]))
  })
  if (method === 'POST' || method === 'PATCH') return { method, path: filled, body: rest }
  return { method, path: `${filled}?${asQuery(rest)}` }
}

export async function sendCall({ app }: TestApp, way: Ways, call: Call, input: unknown): Promise<Answer> {
  const { procedure, act } = call
  if (way === 'socket') return overSocket(app.url, { id: 1, method: act, params: { path: procedure, input } })
  const json = JSON.stringify(input)
  if (way === 'rest') {
    const { method, path, body } = restRequest(must(routeOf(call), 'the route'), Object(input))
    return sendHttp(app.url + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  }
  if (act === 'query' && json.length < LONGEST_GET)
    return sendHttp(`${app.url}/trpc/${procedure}?input=${encodeURIComponent(json)}`, { method: 'GET' })
  return sendHttp(`${app.url}/trpc/${procedure}`, { method: 'POST', body: json })
}

export function sendRaw({ app }: TestApp, raw: Raw, at: Fixture): Promise<Answer> {
  const { method, headers = {} } = raw
  const body = typeof raw.body === 'function' ? raw.body(at) : raw.body
  return sendHttp(app.url + raw.path(at), { method, headers, ...(body === undefined ? {} : { body }) })
}

/** Sends a frame and a good call behind it; the first answer that is not the good call's, else null. */
export async function sendFrame({ app }: TestApp, { frame }: Frame): Promise<Answer | null> {
  const socket = await openSocket(app.url)
  const answers = on(socket, 'message', { close: ['close'] })
  socket.send(frame)
  socket.send(JSON.stringify({ id: 'good', method: 'query', params: { path: 'user.me' } }))
  let first: Answer | null = null
  for await (const [data] of answers) {
    if (String(data).includes('"id":"good"')) break
    first ??= fromSocket(String(data))
  }
  socket.terminate()
  return first
}

async function overSocket(url: string, message: object): Promise<Answer> {
  const socket = await openSocket(url)
  socket.send(JSON.stringify(message))
  const [data] = await once(socket, 'message')
  socket.terminate()
  return fromSocket(String(data))
}

async function openSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers: TEST_HEADERS })
  await once(socket, 'open')
  return socket
}

function fromSocket(text: string): Answer {
  const { error, result } = JSON.parse(text) as {
    error?: { data: Record<string, unknown> }
    result?: { data: unknown }
  }
  return {
    status: Number(error?.data.httpStatus ?? 200),
    text,
    data: result?.data,
    error: error?.data ?? null,
  }
}

interface Sent {
  method: string
  headers?: Record<string, string>
  body?: string
}

/** With node:http: `fetch` refuses to send a foreign Host, and an answer may come before the body is sent. */
export function sendHttp(url: string, { method, headers = {}, body }: Sent): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  // Node leaves the length out where a body is not usual.
  const facts =
    body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
  const sent = request(url, { method, headers: { ...TEST_HEADERS, ...facts, ...headers }, agent: false })
  sent.once('response', (response) => {
    const { statusCode: status = 0 } = response
    // An answer that came before the whole request was sent may be cut off.
    const whole = response
      .setEncoding('utf8')
      .toArray()
      .catch(() => [])
    void whole.then((chunks) => {
      const text = chunks.join('')
      resolve({ status, text, ...read(text) })
      sent.destroy()
    })
  })
  sent.once('error', reject)
  sent.end(body)
  return promise
}

function read(text: string): Pick<Answer, 'data' | 'error'> {
  try {
    const body = JSON.parse(text) as {
      error?: { data?: Record<string, unknown> }
      result?: { data: unknown }
    }
    const error = body.error?.data ?? body.error
    return {
      data: body.result?.data ?? body,
      error: typeof error === 'object' ? (error as Record<string, unknown>) : null,
    }
  } catch {
    return { data: undefined, error: null }
  }
}

function asQuery(query: Record<string, unknown>): string {
  return new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString()
}
