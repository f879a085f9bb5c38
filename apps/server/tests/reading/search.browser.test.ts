import { LIMITS } from '@duck/protocol'
import { beforeAll, expect, test } from 'vitest'
import type { ReadingPage } from './reading-page.ts'
import { useReadingStage } from './stage.ts'

const stage = useReadingStage()
const LONG = 20_000
let long: string
let odd: string

beforeAll(async () => {
  long = await stage.longSession(LONG, 'The long one')
  odd = await stage.longSession(2, 'The odd one')
  for (const text of ['100% of it', 'f(x) = y', 'under_score', 'back\\slash', '<b>bold</b>'])
    await stage.say(odd, text)
})

const dialogOf = (chat: ReadingPage) => chat.page.getByRole('dialog', { name: 'Search messages' })
const hitsOf = (chat: ReadingPage) => dialogOf(chat).getByRole('option')

async function openSearch(sessionId: string): Promise<ReadingPage> {
  const chat = await stage.openTab()
  await chat.open(sessionId)
  await chat.page.getByRole('button', { name: 'Search messages' }).click()
  await dialogOf(chat).waitFor()
  return chat
}

const type = (chat: ReadingPage, text: string) => dialogOf(chat).getByRole('combobox').fill(text)

test('a hit of another chat, chosen by keys, opens that chat at the message', async () => {
  const chat = await openSearch(odd)
  await type(chat, 'message 4321')
  await expect.poll(() => hitsOf(chat).count()).toBe(1)
  expect(await hitsOf(chat).locator('mark').allTextContents()).toEqual(['message 4321'])
  await expect.poll(() => hitsOf(chat).textContent()).toContain('The long one')
  await chat.page.keyboard.press('Enter')
  await dialogOf(chat).waitFor({ state: 'detached' })
  await expect.poll(() => chat.inView().then((rows) => rows.map(({ index }) => index))).toContain(4_321)
  expect(chat.sessionId()).toBe(long)
  expect(await chat.message(4_321).getAttribute('data-marked')).toBe('')
})

test('in this chat alone only its messages are found, and arrow keys go from one to the next', async () => {
  const chat = await openSearch(long)
  await dialogOf(chat).getByText('This chat').click()
  await type(chat, 'message 1234')
  await expect.poll(() => hitsOf(chat).count()).toBe(11)
  const selected = () =>
    hitsOf(chat).and(chat.page.locator('[aria-selected="true"]')).getAttribute('data-message-id')
  const first = await selected()
  await dialogOf(chat).getByRole('combobox').press('ArrowDown')
  expect(await selected()).not.toBe(first)
  await dialogOf(chat).getByRole('combobox').press('ArrowUp')
  expect(await selected()).toBe(first)
  await hitsOf(chat).last().click()
  await expect.poll(() => chat.inView().then((rows) => rows.map(({ index }) => index))).toContain(1_234)
  // Chosen again from far away, it leads there again.
  await chat.toNewest.click()
  await expect.poll(async () => (await chat.inView()).at(-1)?.index).toBe(LONG - 1)
  await chat.page.keyboard.press('Control+Shift+K')
  await type(chat, 'message 1234')
  await expect.poll(() => hitsOf(chat).count()).toBe(11)
  await hitsOf(chat).last().click()
  await expect.poll(() => chat.inView().then((rows) => rows.map(({ index }) => index))).toContain(1_234)
})

test('what patterns are made of is text like any other', async () => {
  const chat = await openSearch(odd)
  for (const text of ['100%', 'f(x', 'r_s', 'k\\s', '<b>b']) {
    await type(chat, text)
    await expect.poll(() => hitsOf(chat).locator('mark').allTextContents()).toEqual([text])
  }
  await type(chat, '100_')
  await dialogOf(chat).getByText('No message has that.').waitFor()
})

test('10 kB of text are searched for', async () => {
  const chat = await openSearch(odd)
  const text = '%'.repeat(LIMITS.searchQueryBytes)
  await stage.say(odd, `${text}!`)
  await type(chat, text)
  await expect.poll(() => hitsOf(chat).count()).toBe(1)
})

test('a slash opens the search where nothing is typed, Escape closes it, and a slash in the composer is a slash', async () => {
  const chat = await stage.openTab()
  await chat.open(odd)
  await chat.composer.press('/')
  expect(await chat.composer.inputValue()).toBe('/')
  expect(await dialogOf(chat).count()).toBe(0)
  await chat.composer.blur()
  await chat.page.keyboard.press('/')
  await dialogOf(chat).waitFor()
  await chat.page.keyboard.press('Escape')
  await dialogOf(chat).waitFor({ state: 'detached' })
})

test('where its code cannot be fetched the search says so, and the page goes on', async () => {
  const chat = await stage.openTab()
  await chat.page.route(/search-dialog/, (route) =>
    route.fulfill({ status: 404, contentType: 'text/plain', body: '' }),
  )
  await chat.open(odd)
  await chat.page.getByRole('button', { name: 'Search messages' }).click()
  const missing = chat.page.getByRole('dialog', { name: 'Not there' })
  await missing.getByRole('button', { name: 'Close' }).click()
  await chat.composer.fill('still here')
  expect(await chat.composer.inputValue()).toBe('still here')
  stage.forgive(/search-dialog|Failed to fetch dynamically/)
})
