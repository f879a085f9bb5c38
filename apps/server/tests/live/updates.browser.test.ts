import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { useBrowsers } from '../testing/account-browsers.ts'
import type { AccountPage } from '../testing/account-page.ts'
import { type CutLine, startCutLine } from '../testing/cut-line.ts'
import { useApp } from '../testing/use-app.ts'
import { answered, beginChat, echoed } from './stage.ts'

const DIST = fileURLToPath(new URL('../../../web/dist', import.meta.url))
const server = useApp(echoed)
const browsers = useBrowsers(() => line.url)

/** The next build: the same files, with another entry script. */
let next: string
let entry: string
beforeAll(async () => {
  next = await mkdtemp(join(tmpdir(), 'duck-next-build-'))
  await cp(DIST, next, { recursive: true })
  const page = await readFile(join(next, 'index.html'), 'utf8')
  entry = /type="module"[^>]* src="\/assets\/([^"]+)"/.exec(page)?.[1] ?? ''
  const assets = join(next, 'assets')
  await rename(join(assets, entry), join(assets, `next-${entry}`))
  const files = (await readdir(assets))
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(assets, name))
  for (const file of [join(next, 'index.html'), ...files])
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(`/${entry}`, `/next-${entry}`))
})
afterAll(() => rm(next, { recursive: true }))
let line: CutLine
beforeAll(async () => {
  line = await startCutLine(() => Number(new URL(server.app.url).port))
})
afterAll(() => line[Symbol.asyncDispose]())
let isDeployed = false
beforeEach(() => {
  isDeployed = false
})

/** The tab gets its page and its files from the next build once that is deployed; what only the old one has is gone. */
async function serveNext({ page }: AccountPage): Promise<void> {
  const files = new Set(await readdir(join(next, 'assets')))
  await page.route(/\/(s\/[^/]+)?$/, async (route) => {
    if (!isDeployed) return route.continue()
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: await readFile(join(next, 'index.html'), 'utf8') })
  })
  await page.route(/\/assets\//, async (route) => {
    if (!isDeployed) return route.continue()
    const name = new URL(route.request().url()).pathname.slice('/assets/'.length)
    if (!files.has(name)) return route.fulfill({ status: 404, body: '' })
    return route.fulfill({ path: join(next, 'assets', name) })
  })
}

const bar = ({ page }: AccountPage) => page.getByText('A new version is ready.')

test('a page whose server has another build offers a reload after a reconnect, never reloads by itself and keeps the draft', async () => {
  const tab = await browsers.tab()
  await serveNext(tab)
  const sessionId = await beginChat(tab, 'hello')
  await tab.page.evaluate('window.first = true')
  await tab.composer.fill('half a thought')
  expect(await bar(tab).count()).toBe(0)
  isDeployed = true
  line.reset()
  await bar(tab).waitFor()
  expect(await tab.page.evaluate('window.first')).toBe(true)
  expect(await tab.composer.inputValue()).toBe('half a thought')
  await tab.page.getByRole('button', { name: 'Reload' }).click()
  await expect.poll(() => tab.page.evaluate('window.first ?? null').catch(() => true)).toBeNull()
  await tab.composer.waitFor()
  expect(tab.sessionId()).toBe(sessionId)
  expect(await tab.composer.inputValue()).toBe('half a thought')
  const running = await tab.page.locator('script[type="module"]').getAttribute('src')
  expect(running).toBe(`/assets/next-${entry}`)
  expect(await bar(tab).count()).toBe(0)
})

test('a page that finds a part of its build gone offers a reload', async () => {
  const tab = await browsers.tab()
  await serveNext(tab)
  await tab.open()
  isDeployed = true
  await tab.page.evaluate(`dispatchEvent(new Event('vite:preloadError'))`)
  await bar(tab).waitFor()
})

test('a reconnect to the same build offers nothing', async () => {
  const tab = await browsers.tab()
  await beginChat(tab, 'hello')
  const looked = tab.page.waitForResponse((answer) => new URL(answer.url()).pathname === '/')
  line.reset()
  await looked
  await tab.say('again')
  await answered(tab, 4)
  expect(await bar(tab).count()).toBe(0)
})

test('the page is asked for again each time, and its parts never', async () => {
  const page = await fetch(server.app.url)
  expect(page.headers.get('cache-control')).toBe('no-cache')
  const part = await fetch(`${server.app.url}/assets/${entry}`)
  expect(part.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
})
