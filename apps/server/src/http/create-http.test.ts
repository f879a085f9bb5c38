import { type AddressInfo, connect, type Socket } from 'node:net'
import { NO_METRICS } from '@duck/metrics'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CallTurns } from './call-turns.ts'
import { createHttp, type Http } from './create-http.ts'
import { HOST_TIMES, type HostTimes } from './host-limits.ts'

const TIMES: HostTimes = { headersMs: 150, requestMs: 300, checkMs: 50, silenceMs: 500, keepAliveMs: 200 }
const HEAD = 'POST /trpc/session.create HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n'

const LOG = { info() {}, warn() {}, error() {} }
const nothingComesThrough = () => Promise.reject(new Error('No call is to come through.'))
const TIMED_OUT = /^(HTTP\/1\.1 408 .*"code":"BAD_REQUEST"|$)/s

let http: Http
beforeAll(async () => {
  http = await createHttp({
    place: { host: '127.0.0.1', publicUrl: null },
    trustedProxies: [],
    callers: {
      contextOf: nothingComesThrough,
      signInOptions: { mode: 'local', guests: true, oidc: null },
      log: LOG,
    },
    turns: new CallTurns({ size: 10, mostOfCaller: 10 }),
    callerOf: ({ ip }) => ip,
    auth: { handle: nothingComesThrough },
    log: LOG,
    ready: async () => {},
    metrics: NO_METRICS,
    metricsToken: null,
    times: TIMES,
  })
  await http.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => http.close())

function open(): Socket {
  const { port } = http.app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  return socket
}

function closing(socket: Socket): Promise<unknown> {
  return new Promise((closed) => socket.once('close', closed))
}

/** Sends a byte at a time, until the server ends it; gives what it said, unless that was lost to a byte on its way. */
async function drip(start: string, byte: string): Promise<string> {
  const socket = open()
  let said = ''
  socket.on('data', (data: Buffer) => {
    said += data.toString()
  })
  socket.write(start)
  const dripping = setInterval(() => socket.write(byte), 20)
  await closing(socket)
  clearInterval(dripping)
  return said
}

test('headers that do not end are answered 408, and the connection is closed', async () => {
  expect(await drip(`${HEAD}X-Slow: `, 'x')).toMatch(TIMED_OUT)
})

test.each([
  ['with its length', `${HEAD}Content-Length: 1000\r\n\r\n`, ' '],
  ['in chunks', `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
])('a body %s that does not end closes the connection', async (_way, start, byte) => {
  expect(await drip(start, byte)).toMatch(TIMED_OUT)
})

test('a connection on which nothing ever comes is closed', async () => {
  await closing(open().resume())
})

test('a client is given no more than a minute for its headers or its body', () => {
  const { headersMs, requestMs, checkMs, silenceMs } = HOST_TIMES
  for (const ms of [headersMs, requestMs]) expect(ms + checkMs).toBeLessThanOrEqual(60_000)
  expect(silenceMs).toBeLessThanOrEqual(60_000)
  expect(http.app.server).toMatchObject({ headersTimeout: TIMES.headersMs, requestTimeout: TIMES.requestMs })
})
