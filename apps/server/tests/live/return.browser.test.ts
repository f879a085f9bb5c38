import { must } from '@duck/protocol'
import { type Chromium, freeze, launchChromium, letBeHidden, unfreeze } from '@duck/testing/chromium'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { AccountPage } from '../testing/account-page.ts'
import { type CutLine, startCutLine } from '../testing/cut-line.ts'
import { storedRows } from '../testing/stored-rows.ts'
import { useApp } from '../testing/use-app.ts'
import { answered, beginChat, connectionMark, echoed, inStep } from './stage.ts'

const server = useApp(echoed)
let browser: Chromium
let line: CutLine
beforeAll(async () => {
  browser = await launchChromium({ whole: true, backForwardCache: true })
})
afterAll(() => browser.close())
beforeEach(async () => {
  line = await startCutLine(() => Number(new URL(server.app.url).port))
})
afterEach(async () => {
  await line[Symbol.asyncDispose]()
})

/** Two tabs of one browser: one over a line that can be cut, one straight to the server. They can be hidden. */
async function tabs(): Promise<[AccountPage, AccountPage]> {
  const opened = await browser.openTabs(2)
  for (const { page } of opened) await letBeHidden(page)
  const [one, two] = [must(opened[0], 'a tab').page, must(opened[1], 'another tab').page]
  await one.bringToFront()
  return [new AccountPage(one, line.url), new AccountPage(two, server.app.url)]
}

/** Sends three messages to the chat that is shown in `tab`, from another one, whose rows are saved when it returns. */
async function threeMore(tab: AccountPage, from: AccountPage): Promise<void> {
  await from.open(tab.sessionId())
  await answered(from, 2)
  await from.say('meanwhile')
  await answered(from, 4)
  await from.say('and more')
  await answered(from, 6)
}

/** The words of the line above what came meanwhile, and of the row under it. */
async function newRows({ page }: AccountPage): Promise<{ words: string; first: string } | null> {
  return page.evaluate(`(() => {
    const line = document.querySelector('.new-rows')
    const row = line?.nextElementSibling?.querySelector('.prompt-bubble, .prose')
    return line && { words: line.textContent, first: row?.textContent.trim() ?? '' }
  })()`)
}

/** Milliseconds until the tab shows the rows of the database. */
async function inStepAfter(tab: AccountPage): Promise<number> {
  const stored = (await storedRows(server.sql, tab.sessionId())).map(({ id }) => id)
  const began = performance.now()
  await expect
    .poll(async () => (await tab.rows()).map(({ id }) => id), { interval: 20, timeout: 20_000 })
    .toEqual(stored)
  return performance.now() - began
}

test('a tab that was frozen on a line that died is in step 2 s after its return, and says what came', async () => {
  const [tab, other] = await tabs()
  await beginChat(tab, 'hello')
  await inStep(tab)
  await other.page.bringToFront()
  await freeze(tab.page)
  line.cut()
  await threeMore(tab, other)
  line.mend()
  await unfreeze(tab.page)
  await tab.page.bringToFront()
  expect(await inStepAfter(tab)).toBeLessThan(2_000)
  await expect.poll(() => newRows(tab)).toEqual({ words: '4 new messages', first: 'meanwhile' })
  await tab.say('my word')
  await answered(tab, 8)
  expect(await newRows(tab)).toBeNull()
  const texts = (await storedRows(server.sql, tab.sessionId())).map(({ text }) => text)
  expect(texts.slice(5)).toEqual(['You said: and more', 'my word', 'You said: my word'])
})

test('a hidden tab that stayed connected says on its return what came, and not what came before it was hidden', async () => {
  const [tab, other] = await tabs()
  await beginChat(tab, 'hello')
  await inStep(tab)
  await other.page.bringToFront()
  await threeMore(tab, other)
  await expect.poll(async () => (await tab.rows()).length).toBe(6)
  await tab.page.bringToFront()
  await expect.poll(() => newRows(tab)).toEqual({ words: '4 new messages', first: 'meanwhile' })
  await inStep(tab)
  // What comes now is seen as it comes.
  await other.say('seen')
  await answered(tab, 8)
  expect(await newRows(tab)).toEqual({ words: '4 new messages', first: 'meanwhile' })
})

test('a chat that was left says on return what came while another was shown', async () => {
  const [tab, other] = await tabs()
  const first = await beginChat(tab, 'hello')
  await other.open(first)
  await answered(other, 2)
  await tab.page.getByRole('button', { name: 'New chat' }).first().click()
  await expect.poll(() => tab.sessionId()).toBe('')
  await other.say('meanwhile')
  await answered(other, 4)
  await tab.page.locator(`li[data-session-id="${first}"] a`).click()
  await answered(tab, 4)
  await expect.poll(() => newRows(tab)).toEqual({ words: '2 new messages', first: 'meanwhile' })
  await tab.page.getByRole('button', { name: 'New chat' }).first().click()
  await tab.page.locator(`li[data-session-id="${first}"] a`).click()
  await answered(tab, 4)
  expect(await newRows(tab)).toBeNull()
})

test('a tab cut off in view notices, says from when it is, and is in step 2 s after the browser is online', async () => {
  const [tab, other] = await tabs()
  await beginChat(tab, 'hello')
  line.cut()
  await tab.page.context().setOffline(true)
  await expect.poll(() => connectionMark(tab), { timeout: 20_000 }).toBe('Offline')
  await tab.page.getByText(/Offline: from .*, may be old/).waitFor()
  const title = await tab.page.locator('[data-connection]').getAttribute('title')
  expect(title).toMatch(/Last in step \d/)
  const elsewhere = await sameElsewhere(tab)
  await elsewhere.say('meanwhile')
  await answered(elsewhere, 4)
  line.mend()
  await tab.page.context().setOffline(false)
  expect(await inStepAfter(tab)).toBeLessThan(2_000)
  await expect.poll(() => newRows(tab)).toEqual({ words: '2 new messages', first: 'meanwhile' })
  await expect.poll(() => connectionMark(tab)).toBe('')
  await elsewhere.page.context().close()
  await other.page.close()
})

test('what was being fetched on the line that died holds nothing up', async () => {
  const [tab, other] = await tabs()
  await beginChat(tab, 'hello')
  await inStep(tab)
  const held = Promise.withResolvers<void>()
  let isDead = true
  // As over a line that dies in between: it is sent, and nothing comes back.
  await tab.page.route('**/trpc/**', (route) => (isDead ? held.resolve() : route.fallback()))
  line.reset()
  await held.promise
  line.cut()
  await tab.page.context().setOffline(true)
  await expect.poll(() => connectionMark(tab), { timeout: 20_000 }).toBe('Offline')
  const elsewhere = await sameElsewhere(tab)
  await elsewhere.say('meanwhile')
  await answered(elsewhere, 4)
  isDead = false
  line.mend()
  await tab.page.context().setOffline(false)
  expect(await inStepAfter(tab)).toBeLessThan(2_000)
  await elsewhere.page.context().close()
  await other.page.close()
})

test('a page kept for the back button is in step 2 s after it is shown again', async () => {
  const [tab, other] = await tabs()
  await beginChat(tab, 'hello')
  const sessionId = tab.sessionId()
  await tab.page.evaluate('window.kept = true')
  await tab.page.goto(`${line.url}/duck.svg`)
  await other.open(sessionId)
  await answered(other, 2)
  await other.say('meanwhile')
  await answered(other, 4)
  await tab.page.bringToFront()
  await tab.page.evaluate('history.back()')
  await expect.poll(() => tab.page.evaluate('window.kept').catch(() => null)).toBe(true)
  expect(await inStepAfter(tab)).toBeLessThan(2_000)
  await expect.poll(() => newRows(tab)).toEqual({ words: '2 new messages', first: 'meanwhile' })
})

/** The chat that the tab shows, in another browser of the same person's. */
async function sameElsewhere(tab: AccountPage): Promise<AccountPage> {
  const state = await tab.page.context().storageState()
  const [opened] = await browser.openTabs(1, { storageState: state })
  return new AccountPage(must(opened, 'a tab').page, server.app.url).open(tab.sessionId())
}
