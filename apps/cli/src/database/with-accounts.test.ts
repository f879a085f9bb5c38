import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type App, type AppOptions, appEnvironment, NO_OLLAMA, startApp } from '@duck/testing/app'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postAuth, tokenOf } from '../testing/post-auth.ts'
import { runDuck } from '../testing/run-duck.ts'
import { runHere } from '../testing/run-here.ts'

let dataDir: string
const env = () => ({ ...NO_OLLAMA, DUCK_DATA_DIR: dataDir, DUCK_AUTH: 'accounts' })
const here = (options: AppOptions, ...args: string[]) => runHere(args, { variables: appEnvironment(options) })
const duck = (...args: string[]) => here({ env: env(), port: 3000 }, ...args)
const password = 'a long enough password'
const running: App[] = []

async function start(): Promise<App> {
  const app = await startApp({ env: env() })
  running.push(app)
  return app
}

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'duck-cli-'))
})
afterAll(async () => {
  await Promise.all(running.map((app) => app.stop()))
  await rm(dataDir, { recursive: true, force: true })
})

test('before the first start there is nothing to open, and nothing is made; the process says so, and ends with 1', async () => {
  expect(await runDuck(['user', 'list'], { env: env() })).toEqual({
    code: 1,
    stdout: '',
    stderr: `There is no database in ${dataDir} yet. Start The Duck once, or set DUCK_DATA_DIR to its folder.\n`,
  })
})

test('a link is good at the server that runs, and one made while none runs at the next that does', {
  timeout: 180_000,
}, async () => {
  const first = await start()
  const [added, ...others] = await Promise.all([
    duck('user', 'add', 'ann@example.org'),
    duck('user', 'list'),
    duck('user', 'list', '--json'),
  ])
  expect([added, ...others].map(({ code }) => code)).toEqual([0, 0, 0])
  const token = tokenOf(added.stdout, 'http://127.0.0.1:3000/reset')
  const used = await postAuth(first.url, 'reset-password', { token, newPassword: password })
  expect(used.status).toBe(200)
  expect(await first.stop()).toEqual({ code: 0, signal: null })
  expect(first.output()).not.toContain('Lost Postgres')

  const { code, stdout, stderr } = await duck('login', '--link', '--user', 'ann@example.org')
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^Good once, until .*\n$/) })
  const second = await start()
  const opened = await postAuth(second.url, 'link', {
    token: tokenOf(stdout, 'http://127.0.0.1:3000/link'),
  })
  expect(opened.status).toBe(200)
})

test('a secret that is not the server’s opens nothing, and is not told', async () => {
  const options = { env: { ...env(), DUCK_SECRET: 'another-secret' } }
  const { code, stderr } = await here(options, 'user', 'list')
  expect(code).toBe(1)
  expect(stderr).toContain('Is DUCK_SECRET that of the server')
  expect(stderr).not.toContain('another-secret')
})

test('a database that is not reached is one sentence without the password', async () => {
  const databaseUrl = 'postgres://me:s3cret@127.0.0.1:1/duck'
  expect(await here({ databaseUrl }, 'user', 'list')).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'The database at DATABASE_URL cannot be used (ECONNREFUSED). Is it running, and is the URL right?\n',
  })
})

test('settings at fault are all named, without their values', async () => {
  const faulty = { PORT: 'eighty', DATABASE_URL: 'mysql://me:s3cret@db', DUCK_AUTH: 'perhaps' }
  const { code, stderr } = await here({ env: faulty }, 'user', 'list')
  expect(code).toBe(1)
  for (const name of ['PORT', 'DATABASE_URL', 'DUCK_AUTH']) expect(stderr).toContain(name)
  expect(stderr).not.toMatch(/s3cret|eighty|perhaps/)
})
