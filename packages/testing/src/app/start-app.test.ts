import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { appEnvironment } from './start-app.ts'
import { startServerProcess } from './start-server-process.ts'

const STAND_IN = fileURLToPath(new URL('./testing/stand-in-server.ts', import.meta.url))
const MODULE = new URL('./start-server-process.ts', import.meta.url).href

function helperOf(output: string): number {
  return Number(/"helper":(\d+)/.exec(output)?.[1])
}

/** Whether no process of a group runs any more; one that nobody has reaped yet counts as gone. */
async function isGone(pid: number): Promise<boolean> {
  const ps = spawn('ps', ['-o', 'stat=', '-p', String(pid)])
  const [output] = await Promise.all([ps.stdout.toArray(), once(ps, 'close')])
  return !/^[^Z]/.test(output.join('').trim())
}

test('stop lets the server end by itself', async () => {
  const app = await startServerProcess(STAND_IN, process.env)
  expect(app.url).toBe('http://127.0.0.1:4123')
  expect(await app.stop()).toEqual({ code: 0, signal: null })
  expect(app.output()).toContain('goodbye')
  expect(await app.kill()).toEqual({ code: 0, signal: null })
})

test('kill takes the whole process group', async () => {
  const app = await startServerProcess(STAND_IN, process.env)
  expect(await app.kill()).toEqual({ code: null, signal: 'SIGKILL' })
  await expect.poll(() => isGone(helperOf(app.output()))).toBe(true)
})

test('a server does not outlive the process that started it, not even its kill -9', async () => {
  const program = `import { startServerProcess } from '${MODULE}'
    const app = await startServerProcess('${STAND_IN}', process.env); console.log(app.pid + app.output())`
  const starter = spawn(process.execPath, ['--input-type=module', '-e', program])
  const [line] = await once(starter.stdout, 'data')
  const server = Number.parseInt(String(line), 10)
  expect(await isGone(server)).toBe(false)
  starter.kill('SIGKILL')
  await expect.poll(() => isGone(server), { timeout: 5_000 }).toBe(true)
  await expect.poll(() => isGone(helperOf(String(line))), { timeout: 5_000 }).toBe(true)
})

test("a developer's own settings do not reach the server, the test's do", () => {
  process.env.OPENAI_API_KEY = 'secret'
  const env = appEnvironment({
    databaseUrl: 'postgres://x',
    env: { DUCK_DATA_DIR: '/data', PATH: undefined },
  })
  delete process.env.OPENAI_API_KEY
  expect(env).toMatchObject({
    PORT: '0',
    DATABASE_URL: 'postgres://x',
    DUCK_DATA_DIR: '/data',
    PATH: undefined,
  })
  expect(env).not.toHaveProperty('OPENAI_API_KEY')
})
