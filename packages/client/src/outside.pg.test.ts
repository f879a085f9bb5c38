import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { must } from '@duck/protocol'
import { TEST_KEY } from '@duck/testing/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeOutsideProject, type OutsideProject } from './testing/outside-project.ts'
import { startDroppingProxy } from './testing/start-dropping-proxy.ts'
import { useServer } from './testing/use-server.ts'

const run = promisify(execFile)
const server = useServer()
let project: OutsideProject | undefined
beforeAll(async () => {
  project = await makeOutsideProject()
})
afterAll(() => project?.[Symbol.asyncDispose]())

const read = (file: string) => readFile(path.join(must(project, 'the project').folder, file), 'utf8')

test('a project outside the workspace compiles under strict, with exact types, and its lockfile has nothing but the client', async () => {
  expect(await read('out/types.js')).toContain('exact')
  const lock: { packages: Record<string, { dependencies?: object }> } = JSON.parse(
    await read('package-lock.json'),
  )
  expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/@duck/client'])
  expect(lock.packages['node_modules/@duck/client']).not.toHaveProperty('dependencies')
  expect(lock.packages['node_modules/@duck/client']).not.toHaveProperty('peerDependencies')
})

test('the package is one module with its declarations, and holds no server code and no zod', async () => {
  const { packed } = must(project, 'the project')
  expect(packed.filter((file) => /\.(js|mjs|cjs)$/.test(file))).toEqual(['dist/index.js'])
  expect(packed).toEqual(expect.arrayContaining(['dist/index.d.ts', 'LICENSE', 'README.md', 'package.json']))
  const module = await read('node_modules/@duck/client/dist/index.js')
  expect(module).not.toMatch(/^\s*(import|export)\b.*\bfrom\b/m)
  expect(module).not.toMatch(/ZodError|\bz\.\w+\(|createServer|pgTable|\bnode:/)
  const types = packed.filter((file) => file.endsWith('.d.ts'))
  for (const file of types)
    expect(await read(`node_modules/@duck/client/${file}`), file).not.toMatch(
      /['"](zod|@trpc|@duck\/(?!client)|node:)/,
    )
})

test('it runs on Node 22, the oldest that it is for', { timeout: 180_000 }, async () => {
  const options = {
    cwd: must(project, 'the project').folder,
    env: { ...process.env, DUCK_URL: server.url, DUCK_TOKEN: TEST_KEY },
  }
  const onNode22 = (...args: string[]) => run('npx', ['-y', 'node@22', ...args], options)
  expect((await onNode22('--version')).stdout).toMatch(/^v22\./)
  const { text, watched, listed } = JSON.parse((await onNode22('out/short.js')).stdout)
  expect(text).not.toBe('')
  expect([watched, listed]).toEqual([2, ['Tell me something', text]])
})

test('it sends, watches, goes on after kill -9 of the server, and a lost answer leaves one row', async () => {
  await using proxy = await startDroppingProxy(server.url)
  proxy.dropAnswerTo('message.append')
  const child = spawn(process.execPath, ['out/main.js'], {
    cwd: must(project, 'the project').folder,
    env: { PATH: process.env.PATH, DUCK_URL: proxy.url, DUCK_TOKEN: TEST_KEY },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 40_000,
  })
  const ended = once(child, 'exit')
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async (what: string) => {
    const { value = '' } = await lines.next()
    expect(value.split(' ')[0]).toBe(what)
    return JSON.parse(value.slice(what.length))
  }
  try {
    expect(await next('answered')).toEqual({ same: true, status: 'finalized' })
    const { id, first } = await next('watching')
    expect(proxy.dropped()).toBe(1)
    await server.kill()
    await next('cut')
    await server.startAgain()
    const session = server.client().session(id)
    await expect.poll(async () => (await session.get()).messageCount).toBe(4)
    await session.append({ role: 'system', content: 'after' })
    const { contents, gapFree } = await next('done')
    const rows =
      await server.sql`select id, content from messages where session_id = ${id} order by message_index`
    expect(contents).toEqual(rows.map(({ content }) => content))
    expect(contents).toHaveLength(5)
    expect(contents[3]).toBe('while it was away')
    expect(gapFree).toBe(true)
    expect(rows.filter(({ content }) => content === 'first')).toEqual([{ id: first, content: 'first' }])
    expect((await ended)[0]).toBe(0)
  } finally {
    child.kill('SIGKILL')
  }
})
