import { once } from 'node:events'
import { request } from 'node:http'
import { uuidv7 } from '@duck/protocol'
import { createTestClient, modelEnvironment, startApp } from '@duck/testing/app'
import { TEST_HEADERS } from '@duck/testing/database'
import { parseMetrics, type Sample, sampleValue } from '@duck/testing/metrics'
import { expect, onTestFinished, test } from 'vitest'
import { appendOne } from './testing/kept-message.ts'
import { useApp } from './testing/use-app.ts'

const server = useApp()
const TOKEN = 'a-token-of-the-operator'

const scrape = (url: string, headers: Record<string, string> = {}) => fetch(`${url}/metrics`, { headers })

/** Answered requests of a route, by class of status. */
async function requestsOf(url: string, route: string, headers?: Record<string, string>) {
  const samples = parseMetrics(await (await scrape(url, headers)).text())
  return (status: string) => sampleValue(samples, 'duck_request_seconds_count', { route, status }) ?? 0
}

function startSecond(env: Record<string, string>) {
  const options = { databaseUrl: server.databaseUrl, env: { ...modelEnvironment(server.model), ...env } }
  return startApp(options)
}

test('a scrape is in the text format and has what can be known beforehand', async () => {
  const response = await scrape(server.app.url)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const samples = parseMetrics(await response.text())
  expect(sampleValue(samples, 'duck_appends_total', { result: 'error' })).toBe(0)
  expect(sampleValue(samples, 'process_cpu_seconds_total')).toBeGreaterThan(0)
})

test('HEAD gives the head alone, and no other method is answered', async () => {
  const head = await fetch(`${server.app.url}/metrics`, { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
  expect((await fetch(`${server.app.url}/metrics`, { method: 'POST' })).status).toBe(404)
})

test('requests are counted by route and procedure, as often as there were any', async () => {
  const { url } = server.app
  const count = async (route: string, status: string) => (await requestsOf(url, route))(status)
  const page = '/api/sessions/:sessionId/messages'
  const before = [
    await count('/trpc/message.append', '2xx'),
    await count(page, '2xx'),
    await count(page, '4xx'),
  ]
  const { sessionId } = await appendOne(url)
  await fetch(`${url}/api/sessions/${sessionId}/messages`, { headers: TEST_HEADERS })
  await fetch(`${url}/api/sessions/${sessionId}/messages`, { headers: TEST_HEADERS })
  await fetch(`${url}/api/sessions/${uuidv7()}/messages`, { headers: TEST_HEADERS })
  const grown = async () => [
    await count('/trpc/message.append', '2xx'),
    await count(page, '2xx'),
    await count(page, '4xx'),
  ]
  await expect.poll(grown).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 2, (before[2] ?? 0) + 1])
})

test('a subscription is not timed, since it lasts as long as somebody watches', async () => {
  const { url } = server.app
  const { rpc, close } = createTestClient(url)
  const { id: sessionId } = await rpc.session.create.mutate({})
  const { stream } = await rpc.message.send.mutate({ sessionId, id: uuidv7(), content: 'Hello' })
  const input = encodeURIComponent(JSON.stringify({ streamId: stream.id }))
  const watched = await fetch(`${url}/trpc/stream.watch?input=${input}`, {
    headers: { ...TEST_HEADERS, accept: 'text/event-stream' },
  })
  expect(await watched.text()).toContain('"type":"ended"')
  await fetch(`${url}/trpc/message.count?input=${encodeURIComponent(JSON.stringify({ sessionId }))}`, {
    headers: TEST_HEADERS,
  })
  await expect.poll(async () => (await requestsOf(url, '/trpc/message.count'))('2xx')).toBe(1)
  expect((await requestsOf(url, '/trpc/stream.watch'))('2xx')).toBe(0)
  await close()
})

test.each([
  { 'x-forwarded-for': '203.0.113.7' },
  { 'x-forwarded-proto': 'https' },
  { forwarded: 'for=203.0.113.7' },
  { via: '1.1 proxy' },
])('without a token a forwarded scrape is refused: %o', async (headers) => {
  const response = await scrape(server.app.url, headers)
  expect(response.status).toBe(403)
  expect(await response.json()).toMatchObject({ error: { code: 'FORBIDDEN' } })
})

test('a scrape under a foreign name is refused, with a token too', async () => {
  const statusUnder = async (url: string, headers: Record<string, string>) => {
    const sent = request(`${url}/metrics`, { headers: { host: 'evil.example', ...headers } }).end()
    const [{ statusCode }] = await once(sent, 'response')
    sent.destroy()
    return statusCode
  }
  await using second = await startSecond({ DUCK_METRICS_TOKEN: TOKEN })
  expect(await statusUnder(server.app.url, {})).toBe(403)
  expect(await statusUnder(second.url, { authorization: `Bearer ${TOKEN}` })).toBe(403)
})

test('with a token set only who shows it is answered, through a proxy too; the others get a bare 401', async () => {
  await using second = await startSecond({ DUCK_METRICS_TOKEN: TOKEN })
  const shown = { authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '203.0.113.7' }
  const answered = await scrape(second.url, shown)
  expect(answered.status).toBe(200)
  expect(await answered.text()).not.toContain(TOKEN)
  for (const headers of [{}, { authorization: `Bearer ${TOKEN}x` }, { authorization: TOKEN }]) {
    const refused = await scrape(second.url, headers)
    expect([refused.status, await refused.text()]).toEqual([401, ''])
    expect(refused.headers.get('www-authenticate')).toBe('Bearer')
  }
  await expect.poll(async () => (await requestsOf(second.url, '/metrics', shown))('4xx')).toBe(3)
  expect(second.output()).not.toContain(TOKEN)
})

test('while the server stops it is still scraped, though all else gets 503', async () => {
  const stopping = await startSecond({})
  onTestFinished(async () => void (await stopping.kill()))
  // It is under way once the server says to go on, and keeps it from closing.
  const held = request(`${stopping.url}/api/sessions`, {
    method: 'POST',
    headers: {
      ...TEST_HEADERS,
      'content-type': 'application/json',
      'content-length': '2',
      expect: '100-continue',
    },
  })
  held.flushHeaders()
  await once(held, 'continue')
  const stopped = stopping.stop()
  await expect.poll(async () => (await fetch(`${stopping.url}/healthz`)).status).toBe(503)
  const response = await scrape(stopping.url)
  expect(response.status).toBe(200)
  expect(response.headers.get('connection')).toBe('close')
  expect(sampleValue(parseMetrics(await response.text()), 'duck_appends_total', { result: 'new' })).toBe(0)
  held.end('{}')
  expect(await stopped).toEqual({ code: 0, signal: null })
})

/** Puts `canary` wherever a caller can put a word. */
async function sing(url: string, canary: string): Promise<void> {
  const headers = { cookie: `a=${canary}`, authorization: `Bearer ${canary}`, 'user-agent': canary }
  const gets = [
    '',
    'api/',
    'api/sessions/',
    'trpc/',
    'trpc/message.',
    'metrics/',
    'assets/',
    'healthz?',
    '%zz',
  ]
  for (const prefix of gets) await (await fetch(`${url}/${prefix}${canary}`, { headers })).text()
  await (await fetch(`${url}/trpc/${canary},message.append?batch=1&input={}`, { headers })).text()
  await (await fetch(`${url}/api/sessions/${canary}/messages?after=${canary}`, { headers })).text()
  const { rpc, close } = createTestClient(url)
  await rpc.session.create.mutate({ id: canary, title: canary })
  await rpc.message.append.mutate({ sessionId: canary, id: uuidv7(), role: 'user', content: canary })
  await rpc.message.append
    .mutate({ sessionId: canary, id: canary, role: 'user', content: canary })
    .catch(() => {})
  await close()
}

test('no id, text, token, cookie or URL reaches a label, and new ones make no new series', async () => {
  await using second = await startSecond({})
  const series = async () => parseMetrics(await (await scrape(second.url)).text()).map(seriesName)
  // Refused or not, a call of a streamed batch is 2xx: its answer has begun before.
  await sing(second.url, 'canaryone')
  await expect.poll(async () => (await requestsOf(second.url, '/trpc/message.append'))('2xx')).toBe(2)
  const before = await series()
  await sing(second.url, 'canarytwo')
  await expect.poll(async () => (await requestsOf(second.url, '/trpc/message.append'))('2xx')).toBe(4)
  const after = await series()
  expect(after.filter((each) => each.includes('duck_'))).toEqual(
    before.filter((each) => each.includes('duck_')),
  )
  expect(after.join('\n')).not.toMatch(/canary/i)
})

function seriesName({ name, labels }: Sample): string {
  return JSON.stringify([name, labels])
}
