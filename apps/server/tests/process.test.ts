import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { uuidv7 } from '@duck/protocol'
import { type App, createTestClient, modelEnvironment, signInGuest, startApp } from '@duck/testing/app'
import { memoryFolder, TEST_HEADERS } from '@duck/testing/database'
import type { Reply, Script } from '@duck/testing/model-server'
import { afterAll, expect, test } from 'vitest'
import { appendOne, readAll } from './testing/kept-message.ts'
import { storedRows } from './testing/stored-rows.ts'
import { useApp } from './testing/use-app.ts'

const PARTIAL: Script = { deltas: ['As far ', 'as this'], end: 'hang' }
const hanging: Reply = () => PARTIAL
const server = useApp(hanging)

function startSecond(): Promise<App> {
  return startApp({ databaseUrl: server.databaseUrl, env: modelEnvironment(server.model) })
}

/** Asks, and waits until the answer's text is durable; `here` is the test's own where tests run at once. */
async function askHanging(app: App, here = expect): Promise<{ sessionId: string; streamId: string }> {
  const { rpc, close } = createTestClient(app.url)
  const { id: sessionId } = await rpc.session.create.mutate({})
  const { stream } = await rpc.message.send.mutate({ sessionId, id: uuidv7(), content: 'Go on' })
  const durable = () =>
    server.sql`select 1 from stream_checkpoints where stream_id = ${stream.id} and end_unit = 14`
  await here.poll(durable).toHaveLength(1)
  await close()
  return { sessionId, streamId: stream.id }
}

test('SIGTERM in mid-answer: the answer is an interrupted row, and the server ends with 0', async () => {
  const stopped = await startSecond()
  const { sessionId, streamId } = await askHanging(stopped)
  expect(await stopped.stop()).toEqual({ code: 0, signal: null })
  const [, answer] = await storedRows(server.sql, sessionId)
  expect(answer).toMatchObject({ id: streamId, text: 'As far as this', finishReason: 'interrupted' })
  const left =
    await server.sql`select id from message_streams where ended_at is null and session_id = ${sessionId}`
  expect(left).toEqual([])
})

test('SIGTERM with a subscription over SSE open: the server ends all the same', async () => {
  const stopped = await startSecond()
  const response = await fetch(`${stopped.url}/trpc/sync.subscribe?input={}`, {
    headers: { ...TEST_HEADERS, accept: 'text/event-stream' },
  })
  const reading = response.text().catch(() => 'cut')
  expect(await stopped.stop()).toEqual({ code: 0, signal: null })
  expect(stopped.output()).toContain('Stopped.')
  await reading
})

test('an answer goes on without anybody watching, and stop ends it upstream too', async () => {
  const { sessionId, streamId } = await askHanging(server.app)
  const { rpc, close } = createTestClient(server.app.url)
  await rpc.stream.stop.mutate({ streamId })
  await expect.poll(() => storedRows(server.sql, sessionId)).toHaveLength(2)
  await expect(server.model.requests.at(-1)?.ended).resolves.toBe('client-closed')
  await close()
})

test('settings that cannot be used are all named, values left out, and the server ends with 1', async () => {
  const env = { PORT: 'eighty', DATABASE_URL: 'mysql://me:s3cret@db', OPENAI_BASE_URL: 'nowhere' }
  const error = await startApp({ env }).then(String, String)
  expect(error).toContain('ended early (1)')
  for (const name of Object.keys(env)) expect(error).toContain(name)
  expect(error).not.toMatch(/s3cret|eighty|nowhere/)
})

test('a database that is not there is one sentence without the password', async () => {
  const error = await startApp({ databaseUrl: 'postgres://me:s3cret@127.0.0.1:1/duck' }).then(String, String)
  expect(error).toContain('The database at DATABASE_URL cannot be used (ECONNREFUSED).')
  expect(error).not.toContain('s3cret')
})

test('a port that is taken is one sentence', async () => {
  const port = Number(new URL(server.app.url).port)
  const error = await startApp({ databaseUrl: server.databaseUrl, port }).then(String, String)
  expect(error).toContain(`Port ${port} is in use.`)
})

// The next four start servers of their own, and wait for them: all at once.
test.concurrent('kill -9 in mid-answer: another server makes it one interrupted row, with the text so far', async ({
  expect,
}) => {
  const killed = await startSecond()
  const { sessionId, streamId } = await askHanging(killed, expect)
  await killed.kill()
  const rows = () => storedRows(server.sql, sessionId)
  await expect.poll(rows, { timeout: 15_000, interval: 200 }).toHaveLength(2)
  expect((await rows())[1]).toMatchObject({
    id: streamId,
    text: 'As far as this',
    finishReason: 'interrupted',
  })
  expect(await server.sql`select 1 from stream_checkpoints where stream_id = ${streamId}`).toEqual([])
})

test.concurrent('with the embedded database: kill -9 of the server, then a start that finds every message', async ({
  expect,
  onTestFinished,
}) => {
  const dataDir = await mkdtemp(path.join(memoryFolder(), 'duck-server-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const env = { ...modelEnvironment(server.model), DUCK_DATA_DIR: dataDir }
  const killed = await startApp({ env })
  const guest = await signInGuest(killed.url)
  const message = await appendOne(killed.url, guest)
  await killed.kill()
  const again = await startApp({ env })
  expect(await readAll(again.url, message.sessionId, guest)).toEqual([message])
  expect(await again.stop()).toEqual({ code: 0, signal: null })
})

test.concurrent('kill -9 of Postgres under the server: nothing acked is lost, and appends go on by themselves', async ({
  expect,
  onTestFinished,
}) => {
  const dataDir = await mkdtemp(path.join(memoryFolder(), 'duck-server-'))
  const app = await startApp({ env: { ...modelEnvironment(server.model), DUCK_DATA_DIR: dataDir } })
  onTestFinished(async () => {
    await app.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  const { rpc, close } = createTestClient(app.url, await signInGuest(app.url))
  const { id: sessionId } = await rpc.session.create.mutate({})
  const postgres = Number(/Postgres .* is ready .*\(pid (\d+)\)/.exec(app.output())?.[1])
  const refused = new Set<unknown>()
  const ids: string[] = []
  for (let n = 0; n < 100; n++) {
    if (n === 50) process.kill(postgres, 'SIGKILL')
    const input = { sessionId, id: uuidv7(), role: 'user' as const, content: `${n}` }
    ids.push(input.id)
    const send = () =>
      rpc.message.append.mutate(input).catch((error: { data?: { code?: string } }) => {
        refused.add(error.data?.code)
        return null
      })
    await expect.poll(send, { timeout: 20_000, interval: 100 }).not.toBeNull()
  }
  expect([...refused]).toEqual(['SERVICE_UNAVAILABLE'])
  const { messages } = await rpc.message.list.query({ sessionId, after: -1, limit: 200 })
  expect(messages.map(({ id }) => id)).toEqual(ids)
  expect(await app.stop()).toEqual({ code: 0, signal: null })
  await close()
})

test.concurrent('a second start on the same data dir is refused with a sentence', async ({
  expect,
  onTestFinished,
}) => {
  const dataDir = await mkdtemp(path.join(memoryFolder(), 'duck-server-'))
  const env = { ...modelEnvironment(server.model), DUCK_DATA_DIR: dataDir }
  const first = await startApp({ env })
  onTestFinished(async () => {
    await first.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  expect(await startApp({ env }).then(String, String)).toMatch(
    /Another Duck \(pid \d+\) is using the data folder/,
  )
})

test('health is told without the database, readiness with it', async () => {
  expect((await fetch(`${server.app.url}/healthz`)).status).toBe(200)
  expect((await fetch(`${server.app.url}/readyz`)).status).toBe(200)
})

afterAll(async () => {
  const [{ count } = { count: -1 }] = await server.sql<{ count: number }[]>`
    select count(*)::int as count from message_streams where ended_at is null`
  expect(count).toBe(0)
})
