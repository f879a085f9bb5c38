import { uuidv7 } from '@duck/protocol'
import { beforeAll, expect, test } from 'vitest'
import type { ReadingPage } from './reading-page.ts'
import { useReadingStage } from './stage.ts'

const stage = useReadingStage()
const COUNT = 100_000
const MOST_ROWS = 300
let sessionId: string

beforeAll(async () => {
  sessionId = await stage.longSession(COUNT)
})

/** The message is on the screen, marked, among few others, all in order. */
async function expectShown(chat: ReadingPage, index: number): Promise<void> {
  await expect
    .poll(async () => (await chat.inView()).map((placed) => placed.index), { timeout: 15_000 })
    .toContain(index)
  const mounted = await chat.mounted()
  expect(mounted.length).toBeLessThanOrEqual(MOST_ROWS)
  expect(mounted).toEqual(mounted.map((_, at) => (mounted[0] ?? 0) + at))
}

async function openAt(index: number): Promise<ReadingPage> {
  const chat = await stage.openTab()
  await chat.page.goto(`${chat.url}/s/${sessionId}#m${index}`)
  await expectShown(chat, index)
  return chat
}

test('a link to the first message opens there, and survives a reload', async () => {
  const chat = await openAt(0)
  expect(await chat.message(0).getAttribute('data-marked')).toBe('')
  expect(await chat.page.getByRole('button', { name: 'Earlier messages' }).count()).toBe(0)
  await chat.page.reload()
  await expectShown(chat, 0)
  await expect.poll(() => chat.message(0).getAttribute('data-marked')).toBeNull()
})

test('a link to a message in the middle opens there, and what is new elsewhere does not move the reader', async () => {
  const chat = await openAt(54_321)
  await expect.poll(() => chat.message(54_321).getAttribute('data-marked')).toBeNull()
  const before = await chat.stillView()
  const id = await stage.say(sessionId, 'said elsewhere')
  await chat.page.getByRole('button', { name: 'To the newest message, 1 new' }).waitFor()
  expect(await chat.stillView()).toEqual(before)
  await chat.toNewest.click()
  await chat.page.locator(`[data-message-id="${id}"]`).waitFor()
  expect(new URL(chat.page.url()).hash).toBe('')
})

test('the link that an answer gives leads to it', async () => {
  const chat = await openAt(70_001)
  await chat.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await chat.message(70_001).getByRole('button', { name: 'Copy the link to this answer' }).click()
  await expect
    .poll(() => chat.page.evaluate(() => navigator.clipboard.readText()))
    .toBe(`${chat.url}/s/${sessionId}#m70001`)
})

test('from a message in the middle one reads on in both directions', async () => {
  const chat = await openAt(30_050)
  await expect
    .poll(
      async () => {
        await chat.wheel(-3_000)
        return Math.min(...(await chat.mounted()))
      },
      { timeout: 20_000 },
    )
    .toBeLessThan(29_900)
  await expect
    .poll(
      async () => {
        await chat.wheel(3_000)
        return Math.max(...(await chat.mounted()))
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(30_350)
  expect((await chat.mounted()).length).toBeLessThanOrEqual(MOST_ROWS)
})

test('the day at the top leads to the first message of any other day', async () => {
  const chat = await openAt(20_000)
  // 2025-03-01 12:00 and a minute a message: that day begins with message 29,520.
  await chat.page.getByRole('button', { name: /15 March 2025/ }).click()
  const dialog = chat.page.getByRole('dialog', { name: 'Go to a day' })
  expect(await dialog.getByLabel('Day').inputValue()).toBe('2025-03-15')
  await dialog.getByLabel('Day').fill('2025-03-22')
  await dialog.getByRole('button', { name: 'Go' }).click()
  await dialog.waitFor({ state: 'detached' })
  await expectShown(chat, 29_520)
  await chat.page.goBack()
  await expectShown(chat, 20_000)
  await chat.page.goForward()
  await expectShown(chat, 29_520)
})

test('a link beyond the last message, or to none, opens at the end', async () => {
  const chat = await stage.openTab()
  for (const fragment of ['#m99999999', '#mx', '#']) {
    await chat.page.goto('about:blank')
    await chat.page.goto(`${chat.url}/s/${sessionId}${fragment}`)
    await chat.page.getByText('message 99999', { exact: false }).waitFor()
  }
})

test('a message of another line is shown among those it belongs to', async () => {
  const { id } = await stage.rpc.session.create.mutate({ title: 'Two lines' })
  const say = (content: string, parentId?: string | null) =>
    stage.rpc.message.append.mutate({
      sessionId: id,
      id: uuidv7(),
      role: 'user',
      content,
      ...(parentId === undefined ? {} : { parentId }),
    })
  const first = await say('first')
  for (let n = 0; n < 100; n++) await say(`old ${n}`)
  await say('another way', first.id)
  for (let n = 0; n < 100; n++) await say(`new ${n}`)
  const chat = await stage.openTab()
  await chat.page.goto(`${chat.url}/s/${id}#m60`)
  await expectShown(chat, 60)
  await chat.toNewest.click()
  await expect.poll(async () => (await chat.inView()).at(-1)?.index).toBe(201)
  await expect.poll(() => chat.mounted().then((rows) => rows.length)).toBe(102)
})
