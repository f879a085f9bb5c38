import { must } from '@duck/protocol'
import { type App, createTestClient, NO_OLLAMA, startApp, type TestClient } from '@duck/testing/app'
import { addTestUser, type TestDatabase } from '@duck/testing/database'
import { createLegacyDatabase } from '@duck/testing/legacy'
import { parseMetrics, sampleValue } from '@duck/testing/metrics'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Promise 14 has a minute; nothing else is to be done here.
const WITHIN = { timeout: 30_000 }

let database: TestDatabase
let app: App
let client: TestClient

beforeAll(async () => {
  database = await createLegacyDatabase()
  await save('history', said('Hello', 'Hi', 'More'))
  await save('long', numbers(2_500))
  app = await startApp({ databaseUrl: database.url, env: NO_OLLAMA })
  await addTestUser(database.url)
  client = createTestClient(app.url)
})
afterAll(async () => {
  await client?.close()
  await app?.kill()
  await database?.drop()
})

const said = (...texts: string[]) =>
  texts.map((content, n) => ({ role: n % 2 === 0 ? 'user' : 'assistant', content }))
const numbers = (length: number) => Array.from({ length }, (_, n) => ({ role: 'user', content: `${n}` }))

/** Writes a session's whole array, as the old app does. */
const save = (id: string, messages: unknown) => database.sql`
  insert into chat_sessions (id, user_id, messages) values (${id}, 'local', ${JSON.stringify(messages)}::text::jsonb)
  on conflict (id) do update set messages = excluded.messages`

async function rows(sessionId: string): Promise<number> {
  const [row] = await database.sql`select session_message_count(${sessionId}) as count`
  return must(row, 'the count').count
}

async function figure(name: string, labels?: Record<string, string>) {
  return sampleValue(parseMetrics(await (await fetch(`${app.url}/metrics`)).text()), name, labels)
}

test('a session of the old app shows its history when it is opened, before its turn', async () => {
  const { messages } = await client.rpc.message.line.query({ sessionId: 'history' })
  expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
})

test('a long one is refused with a time to come back, and shows it then', async () => {
  const line = () => client.rpc.message.line.query({ sessionId: 'long' })
  await expect(line()).rejects.toMatchObject({
    data: { code: 'SERVICE_UNAVAILABLE', reason: 'history-moving', retryAfterMs: 2000 },
  })
  const length = () =>
    line().then(
      ({ messageCount }) => messageCount,
      () => 0,
    )
  await expect.poll(length, WITHIN).toBe(2_500)
})

test('what the old app writes becomes rows without a command: a large array, and an answer that stopped growing', async () => {
  await save('large', numbers(3_000))
  await save('answer', said('Hello', 'Hel'))
  await save('answer', said('Hello', 'Hello there'))
  await expect.poll(() => rows('large'), WITHIN).toBe(3_000)
  await expect.poll(() => rows('answer'), WITHIN).toBe(2)
  const { messages } = await client.rpc.message.list.query({ sessionId: 'answer' })
  expect(messages.map(({ content }) => content)).toEqual(['Hello', 'Hello there'])
})

test('the move is in the metrics', async () => {
  await expect.poll(() => figure('duck_legacy_sessions', { storage: 'array' }), WITHIN).toBe(4)
  await expect.poll(() => figure('duck_legacy_unabsorbed_sessions'), WITHIN).toBe(0)
  await expect.poll(() => figure('duck_legacy_versions', { state: 'waiting' }), WITHIN).toBe(0)
  await expect.poll(() => figure('duck_legacy_shadow_reads_total', { result: 'same' })).toBe(1)
  expect(await figure('duck_legacy_shadow_reads_total', { result: 'differs' })).toBe(0)
})

test('it stops with the server', async () => {
  await save('last', numbers(3_000))
  expect(await app.stop()).toEqual({ code: 0, signal: null })
  expect(app.output()).not.toMatch(/"level":(40|50)/)
})
