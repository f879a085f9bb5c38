import { must } from '@duck/protocol'
import { type App, modelEnvironment, startApp } from '@duck/testing/app'
import { useTestDatabase } from '@duck/testing/database'
import { type ModelServer, startModelServer } from '@duck/testing/model-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useBrowsers } from '../testing/account-browsers.ts'
import type { AccountPage } from '../testing/account-page.ts'
import { type CutLine, startCutLine } from '../testing/cut-line.ts'
import { answered, beginChat, connectionMark, echoed, inStep } from './stage.ts'

/** A shorter break is not worth a word. */
const NOTICE_AFTER_MS = 1_200

const database = useTestDatabase()
let model: ModelServer
let app: App
let line: CutLine
const start = () =>
  startApp({ databaseUrl: database.url, env: { ...modelEnvironment(model), DUCK_LIMIT_SOCKETS: '1' } })
beforeAll(async () => {
  model = await startModelServer({ reply: echoed })
  app = await start()
  line = await startCutLine(() => Number(new URL(app.url).port))
})
afterAll(async () => {
  await line[Symbol.asyncDispose]()
  await app.kill()
  await model.close()
})
const browsers = useBrowsers(() => line.url)

test('a server that was killed is said to be away, and nothing is said once it is back and the page in step', async () => {
  const tab = await browsers.tab()
  await beginChat(tab, 'hello')
  await expect.poll(() => connectionMark(tab)).toBe('')
  await app.kill()
  await expect.poll(() => connectionMark(tab), { timeout: 20_000 }).toBe('Reconnecting…')
  await tab.page.getByText(/No connection: from .*, may be old/).waitFor()
  app = await start()
  await expect.poll(() => connectionMark(tab), { timeout: 20_000 }).toBe('')
  await tab.page.getByText(/may be old/).waitFor({ state: 'detached' })
  await tab.say('again')
  await answered(tab, 4)
})

/** From now on notes the marks that the page shows, and for how long at most it was not live, in milliseconds. */
async function watchMarks({
  page,
}: AccountPage): Promise<() => Promise<{ marks: string[]; longest: number }>> {
  await page.evaluate(() => {
    const seen = { marks: [] as string[], longest: 0 }
    let since: number | null = null
    Object.assign(globalThis, { seen })
    new MutationObserver(() => {
      const mark = document.querySelector('[data-connection]')
      if (mark) seen.marks.push(mark.textContent)
      const isLive = document.querySelector('header [data-state="live"]') !== null
      if (!isLive) since ??= performance.now()
      if (since !== null) seen.longest = Math.max(seen.longest, performance.now() - since)
      if (isLive) since = null
    }).observe(document.body, { subtree: true, childList: true, attributes: true })
  })
  return () => page.evaluate(() => Reflect.get(globalThis, 'seen'))
}

test('a break so short that nothing is missed is not worth a word', async () => {
  const tab = await browsers.tab()
  await beginChat(tab, 'hello')
  await inStep(tab)
  // One that was shown while the page opened stays for a second.
  await expect.poll(() => connectionMark(tab)).toBe('')
  const watched = await watchMarks(tab)
  const back = tab.page.waitForEvent('websocket', (socket) => socket.url().includes('/trpc'))
  line.reset()
  await back
  await tab.say('still here')
  await answered(tab, 4)
  await inStep(tab)
  const { marks, longest } = await watched()
  expect(longest).toBeGreaterThan(0)
  // On a busy machine it may be no short one.
  expect(longest >= NOTICE_AFTER_MS ? [] : marks).toEqual([])
})

test('where WebSockets are refused the page says so, asks every few seconds, and goes on live once they are not', async () => {
  const tab = await browsers.tab()
  await beginChat(tab, 'from the one with a socket')
  const other = await browsers.another(tab)
  await other.open(tab.sessionId())
  await answered(other, 2)
  await expect.poll(() => connectionMark(other), { timeout: 20_000 }).toBe('Live updates are off')
  const mark = other.page.locator('[data-connection]')
  expect(await mark.getAttribute('title')).toBe('Live updates are off, asking every few seconds.')
  await tab.say('does it come?')
  await answered(tab, 4)
  await answered(other, 4)
  // Also no answer is said to run that is over.
  await expect.poll(() => other.titles()).toEqual(['from the one with a socket'])
  await tab.page.close()
  await expect.poll(() => connectionMark(other), { timeout: 20_000 }).toBe('')
})

test('a line that was cut without a word is noticed, and the page is live again when it is mended', async () => {
  const tab = await browsers.tab()
  await beginChat(tab, 'hello')
  line.cut()
  await expect.poll(() => connectionMark(tab), { timeout: 30_000 }).toBe('Reconnecting…')
  expect(await status(tab)).toContain('Reconnecting…')
  line.mend()
  await expect.poll(() => connectionMark(tab), { timeout: 30_000 }).toBe('')
})

/** What a screen reader is told of the connection. */
async function status({ page }: AccountPage): Promise<string> {
  const texts = await page.locator('header [role="status"]').allTextContents()
  return must(texts[0], 'the status')
}
