import { must } from '@duck/protocol'
import { ChatPage, type Chromium, launchChromium, type Tab } from '@duck/testing/chromium'
import { createGate, lastUserText, type ModelRequest, wordPieces } from '@duck/testing/model-server'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { storedRows } from './testing/stored-rows.ts'
import { useApp } from './testing/use-app.ts'

const echoed = (request: ModelRequest) => ({ deltas: wordPieces(`You said: ${lastUserText(request)}`) })
const server = useApp(echoed)

let browser: Chromium
const opened: Tab[] = []

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())
afterEach(async () => {
  const tabs = opened.splice(0)
  for (const tab of tabs) {
    expect(tab.errors).toEqual([])
    await tab.page.close()
  }
})

async function chats(count: number): Promise<ChatPage[]> {
  const tabs = await browser.openTabs(count)
  opened.push(...tabs)
  return tabs.map(({ page }) => new ChatPage(page, server.app.url))
}

async function chat(): Promise<ChatPage> {
  const [page] = await chats(1)
  return must(page, 'a tab').open()
}

/** What a tab shows, as far as it is saved. */
async function shown(page: ChatPage) {
  return (await page.rows()).map(({ id, index, role, state }) => ({ id, index, role, state }))
}

/** What every tab has to show: the rows of the database. */
async function stored(sessionId: string) {
  const rows = await storedRows(server.sql, sessionId)
  return rows.map(({ id, index, role }) => ({ id, index, role, state: 'saved' }))
}

async function expectSaved(page: ChatPage, count: number): Promise<void> {
  await expect
    .poll(async () => (await storedRows(server.sql, page.sessionId())).length, { timeout: 20_000 })
    .toBe(count)
  await expect.poll(() => shown(page), { timeout: 5_000 }).toEqual(await stored(page.sessionId()))
}

test('create a new session', async () => {
  const page = await chat()
  await page.say('Why do ducks quack?')
  await expectSaved(page, 2)
  const first = page.sessionId()
  const list = page.page.getByRole('navigation', { name: 'Chats' })
  await list.getByText('Why do ducks quack?').waitFor()
  await page.page.getByRole('button', { name: 'New chat' }).first().click()
  await page.say('And geese?')
  await expectSaved(page, 2)
  expect(page.sessionId()).not.toBe(first)
  await page.page.reload()
  await list.getByText('And geese?').waitFor()
  await list.getByText('Why do ducks quack?').click()
  await expect.poll(() => shown(page)).toEqual(await stored(first))
})

test('send several messages quickly', async () => {
  const page = await chat()
  for (let n = 0; n < 10; n++) await page.say(`quick ${n}`)
  await expectSaved(page, 20)
  const rows = await storedRows(server.sql, page.sessionId())
  expect(rows.filter(({ role }) => role === 'user').map(({ text }) => text)).toEqual(
    Array.from({ length: 10 }, (_, n) => `quick ${n}`),
  )
})

test('all are saved', async () => {
  const page = await chat()
  const texts = ['plain', 'two\nlines', '🦆 ünï 👩‍👩‍👧 עברית', '`code` **bold** <b>not html</b>', '  edges  ']
  for (const [at, text] of texts.entries()) {
    await page.say(text)
    await expectSaved(page, 2 * (at + 1))
  }
  const rows = await storedRows(server.sql, page.sessionId())
  expect(rows.filter(({ role }) => role === 'user').map(({ text }) => text)).toEqual(texts)
  await page.page.reload()
  await expect.poll(() => shown(page)).toEqual(await stored(page.sessionId()))
})

test('streaming answers', async () => {
  const gate = createGate()
  server.model.setReply(() => ({
    deltas: ['One ', 'two ', 'three.'],
    gate: { before: 2, opened: gate.opened },
  }))
  const page = await chat()
  await page.say('Count')
  const answer = page.answer()
  await expect.poll(() => answer.textContent()).toContain('One two')
  expect(await answer.getAttribute('data-state')).toBe('streaming')
  const element = await answer.elementHandle()
  gate.open()
  await expectSaved(page, 2)
  expect(await answer.textContent()).toContain('One two three.')
  // The row took the bubble's place: the same element, so nothing flickered.
  expect(await answer.evaluate((now, before) => now === before, element)).toBe(true)
  const rows = await storedRows(server.sql, page.sessionId())
  expect(rows.map(({ text }) => text)).toEqual(['Count', 'One two three.'])
})

test('order kept', async () => {
  const gate = createGate()
  server.model.setReply((request) => ({ ...echoed(request), gate: { before: 0, opened: gate.opened } }))
  const page = await chat()
  for (const text of ['first', 'second', 'third']) await page.say(text)
  await expect.poll(async () => (await storedRows(server.sql, page.sessionId())).length).toBe(3)
  gate.open()
  await expectSaved(page, 6)
  const rows = await storedRows(server.sql, page.sessionId())
  expect(rows.map(({ text }) => text)).toEqual([
    'first',
    'second',
    'third',
    'You said: first',
    'You said: second',
    'You said: third',
  ])
  await page.page.reload()
  await expect.poll(() => shown(page)).toEqual(await stored(page.sessionId()))
})

test('concurrent tabs agree', async () => {
  const pages = await chats(3)
  const [one, ...others] = pages
  const first = await must(one, 'a tab').open()
  await first.say('hello from the first tab')
  await expectSaved(first, 2)
  for (const page of others) await page.open(first.sessionId())
  await Promise.all(
    pages.map(async (page, tab) => {
      for (let n = 0; n < 4; n++) await page.say(`tab ${tab} says ${n}`)
    }),
  )
  for (const page of pages) await expectSaved(page, 26)
  const rows = await storedRows(server.sql, first.sessionId())
  expect(rows.map(({ index }) => index)).toEqual(Array.from({ length: 26 }, (_, n) => n))
  for (const [tab] of pages.entries()) {
    const own = rows.filter(({ text }) => text.startsWith(`tab ${tab} says`))
    expect(own.map(({ text }) => text)).toEqual([0, 1, 2, 3].map((n) => `tab ${tab} says ${n}`))
  }
})

test('nine tabs open, the ninth works', async () => {
  const pages = await chats(9)
  const first = await must(pages[0], 'a tab').open()
  await first.say('one')
  await expectSaved(first, 2)
  for (const page of pages.slice(1)) await page.open(first.sessionId())
  await must(pages[8], 'the ninth tab').say('from the ninth')
  for (const page of pages) await expectSaved(page, 4)
})

test('reload in mid-answer goes on where it was', async () => {
  const gate = createGate()
  server.model.setReply(() => ({
    deltas: ['Before ', 'and ', 'after.'],
    gate: { before: 2, opened: gate.opened },
  }))
  const page = await chat()
  await page.say('Go')
  await expect.poll(() => page.answer().textContent()).toContain('Before and')
  await page.page.reload()
  await expect.poll(() => page.answer().textContent()).toContain('Before and')
  expect(await page.answer().getAttribute('data-state')).toBe('streaming')
  gate.open()
  await expectSaved(page, 2)
  const rows = await storedRows(server.sql, page.sessionId())
  expect(rows.map(({ text }) => text)).toEqual(['Go', 'Before and after.'])
  expect(server.model.requests.filter((request) => lastUserText(request) === 'Go')).toHaveLength(1)
})

test('Stop keeps the partial', async () => {
  server.model.setReply(() => ({ deltas: ['As far ', 'as this'], end: 'hang' }))
  const page = await chat()
  await page.say('Talk for ever')
  await expect.poll(() => page.answer().textContent()).toContain('As far as this')
  await page.page.getByRole('button', { name: 'Stop' }).click()
  await expectSaved(page, 2)
  const rows = await storedRows(server.sql, page.sessionId())
  expect(rows.at(-1)).toMatchObject({ text: 'As far as this', finishReason: 'stopped' })
  expect(await page.answer().textContent()).toMatch(/stopped/i)
})

test('a failing model leaves the message and a clear notice', async () => {
  server.model.setReply(() => ({ deltas: [], status: 401 }))
  const page = await chat()
  await page.say('Are you there?')
  const notice = page.page.getByText('The model refused the API key.')
  await notice.waitFor()
  await expectSaved(page, 1)
  await page.page.reload()
  await notice.waitFor()
  server.model.setReply(echoed)
  await page.page.getByRole('button', { name: /Retry|Ask again/ }).click()
  await expectSaved(page, 2)
  await notice.waitFor({ state: 'detached' })
})
