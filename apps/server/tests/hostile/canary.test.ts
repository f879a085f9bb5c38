import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { must } from '@duck/protocol'
import { type App, NO_OLLAMA, startApp } from '@duck/testing/app'
import { asAdmin, memoryFolder } from '@duck/testing/database'
import { type ModelServer, startModelServer } from '@duck/testing/model-server'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { CANARIES, found, SERVER_SECRETS } from './canary/canaries.ts'
import { Recorder } from './canary/recorder.ts'
import { append, chat, misspeak, signIn } from './canary/run-flow.ts'

const STRANGER = { authorization: '' }
const WEB = fileURLToPath(new URL('../../../web', import.meta.url))

let dataDir: string
let model: ModelServer
let app: App
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(memoryFolder(), 'duck-canary-'))
  model = await startModelServer({ reply: () => ({ deltas: ['An ', CANARIES.answer] }) })
  app = await startApp({
    env: { ...NO_OLLAMA, ...SERVER_SECRETS, OPENAI_BASE_URL: model.url, DUCK_DATA_DIR: dataDir },
  })
})
afterAll(async () => {
  await app.stop()
  await model.close()
  await rm(dataDir, { recursive: true, force: true })
})

/** The embedded Postgres as its owner: for faults that no call can bring about. */
async function inDatabase(statements: readonly string[]): Promise<void> {
  const password = (await readFile(path.join(dataDir, 'postgres-password'), 'utf8')).trim()
  const port = (await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3]
  await asAdmin(`postgres://duck:${password}@127.0.0.1:${port}/duck`, async (sql) => {
    for (const statement of statements) await sql.unsafe(statement)
  })
}

/** Has the database refuse every append, once with a DETAIL line that holds the row, once as a fault of ours. */
async function breakDatabase(caller: Recorder, sessionId: string): Promise<void> {
  await inDatabase(['alter table messages add constraint tiny check (length(content) < 3) not valid'])
  for (const url of ['/trpc/message.append', '/api/messages/append'])
    expect((await caller.post(url, append(sessionId))).status).toBeGreaterThanOrEqual(400)
  await inDatabase([
    'alter table messages drop constraint tiny',
    'alter function append_locked rename to not_there',
  ])
  await caller.expect(500, 'POST', '/trpc/message.append', append(sessionId))
  await inDatabase(['alter function not_there rename to append_locked'])
}

/** The same at the door: who signs up, and the sign-in that comes of it, stand in what Postgres says. */
async function breakAccounts(caller: Recorder): Promise<void> {
  const person = { name: CANARIES.name, email: `other-${CANARIES.email}`, password: CANARIES.password }
  const doors: [string, object][] = [
    ['sign-up/email', person],
    ['sign-in/anonymous', {}],
    ['sign-in/email', { email: CANARIES.email, password: CANARIES.password }],
  ]
  for (const [table, column] of [
    ['people', 'name'],
    ['credentials', 'password'],
    ['sign_ins', 'token'],
  ]) {
    await inDatabase([
      `alter table auth.${table} add constraint tiny check (length(${column}) < 3) not valid`,
    ])
    for (const [door, body] of doors) await caller.post(`/api/auth/${door}`, body, STRANGER)
    await inDatabase([`alter table auth.${table} drop constraint tiny`])
  }
}

/** Kills Postgres under calls; the server starts it again. */
async function outage(caller: Recorder, sessionId: string): Promise<void> {
  const pid = Number(/Postgres .* is ready .*\(pid (\d+)\)/.exec(app.output())?.[1])
  const call = async () => (await caller.post('/trpc/message.append', append(sessionId))).status
  process.kill(pid, 'SIGKILL')
  // What it has forked lives on for a moment.
  await expect.poll(call, { interval: 10 }).toBe(503)
  await expect.poll(call, { timeout: 20_000 }).toBe(200)
}

/** A model that says the key back, as some do. */
async function failModel(caller: Recorder, sessionId: string): Promise<void> {
  const error = { message: `Incorrect API key provided: ${CANARIES.modelKey}; you said ${CANARIES.content}` }
  for (const script of [{ status: 401 }, { status: 500 }, { end: 'error' }, { end: 'garbage' }] as const) {
    const asked = model.requests.length
    model.setReply(() => ({ deltas: [CANARIES.answer], error, ...script }))
    await caller.expect(200, 'POST', '/trpc/message.send', {
      sessionId,
      id: crypto.randomUUID(),
      content: CANARIES.content,
    })
    await (await model.request(asked)).ended
  }
}

test('nothing that anybody said or keeps secret is in a log, a metric or a refusal', async () => {
  const caller = new Recorder(app.url)
  await signIn(caller)
  const sessionId = await chat(caller)
  await misspeak(caller, sessionId)
  await failModel(caller, sessionId)
  await breakDatabase(caller, sessionId)
  await breakAccounts(caller)
  await outage(caller, sessionId)
  const metrics = await caller.send('GET', '/metrics', undefined, {
    authorization: `Bearer ${CANARIES.metricsToken}`,
  })
  expect(metrics.text).toContain('duck_appends_total')
  const logs = await readFile(path.join(dataDir, 'postgres.log'), 'utf8')
  // All of it has been where it belongs.
  expect(model.requests.map(({ authorization }) => authorization)).toContain(`Bearer ${CANARIES.modelKey}`)
  expect(logs).toContain('ERROR')
  expect(app.output()).toContain('"level":50')
  expect(caller.refusals.length).toBeGreaterThan(40)
  expect(caller.secrets.size).toBe(3)

  const words = [...Object.values(CANARIES), ...caller.secrets]
  expect(found(app.output(), words)).toEqual([])
  expect(found(logs, words)).toEqual([])
  // Nor what Postgres and its drivers say around a value: hashes and tokens have no word to be found by.
  expect(found(app.output() + logs, ['params:', 'Failing row', 'Key (', '# SERVER_ERROR'])).toEqual([])
  expect(found(metrics.text, words)).toEqual([])
  expect(found(caller.refusals.join('\n'), words)).toEqual([])
}, 120_000)

test('a bundle that is built where the server’s secrets are set holds none of them', async () => {
  const outDir = await mkdtemp(path.join(tmpdir(), 'duck-bundle-'))
  onTestFinished(() => rm(outDir, { recursive: true, force: true }))
  await promisify(execFile)('node_modules/.bin/vite', ['build', '--outDir', outDir, '--emptyOutDir'], {
    cwd: WEB,
    env: { ...process.env, ...SERVER_SECRETS, VITE_OTHER: 'x' },
  })
  const files = (await readdir(outDir, { recursive: true, withFileTypes: true })).filter((file) =>
    file.isFile(),
  )
  expect(files.length).toBeGreaterThan(4)
  for (const file of files) {
    const text = await readFile(path.join(must(file.parentPath, 'its folder'), file.name), 'utf8')
    expect(found(text, Object.values(SERVER_SECRETS)), file.name).toEqual([])
  }
})

test('what is looked for is found', () => {
  expect(found(`a ${CANARIES.content} b`, Object.values(CANARIES))).toEqual([
    `${CANARIES.content}: …a ${CANARIES.content} b…`,
  ])
})
