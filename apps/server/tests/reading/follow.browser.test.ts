import { expect, test } from 'vitest'
import type { ReadingPage } from './reading-page.ts'
import { useReadingStage } from './stage.ts'

const stage = useReadingStage()

const lastIndex = ({ page }: ReadingPage) =>
  page.locator('[data-message-index]').last().getAttribute('data-message-index')

/** Pixels between the log's end and the window's lower edge. */
const belowView = ({ log }: ReadingPage) =>
  log.evaluate(({ parentElement: view }) =>
    view ? Math.round(view.scrollHeight - view.scrollTop - view.clientHeight) : null,
  )

async function openAtEnd(count: number): Promise<{ sessionId: string; chat: ReadingPage }> {
  const sessionId = await stage.longSession(count)
  const chat = await stage.openTab()
  await chat.open(sessionId)
  await expect.poll(() => lastIndex(chat)).toBe(String(count - 1))
  await expect.poll(() => belowView(chat)).toBe(0)
  return { sessionId, chat }
}

test('a reader at the end of a long session goes along with all that comes, however much', async () => {
  const { sessionId, chat } = await openAtEnd(1_000)
  for (let n = 0; n < 240; n += 20) {
    for (let m = 0; m < 20; m++) await stage.say(sessionId, `message ${n + m}`)
    await expect.poll(() => lastIndex(chat), { timeout: 5_000 }).toBe(String(1_000 + n + 19))
  }
  expect(await chat.toNewest.count()).toBe(0)
}, 90_000)

// A browser moves a log that gets shorter, and says so only at the next frame: by then an answer may have made it longer again.
test.each([
  ['longer than before', 400],
  ['as long as before', 40],
])('a log that gets shorter and then %s between two frames is still followed', async (_how, padding) => {
  const { sessionId, chat } = await openAtEnd(100)
  await chat.log.evaluate((log, pixels) => {
    log.style.paddingBottom = '0'
    void log.parentElement?.scrollTop
    log.style.paddingBottom = `${pixels}px`
  }, padding)
  await expect.poll(() => belowView(chat)).toBe(0)
  await stage.say(sessionId, 'and on')
  await expect.poll(() => lastIndex(chat)).toBe('100')
  await expect.poll(() => belowView(chat)).toBe(0)
  expect(await chat.toNewest.count()).toBe(0)
})

test('a window that gets taller while the log gets longer still shows its end', async () => {
  const { chat } = await openAtEnd(100)
  await chat.composer.fill('one\ntwo\nthree\nfour\nfive')
  await expect.poll(() => belowView(chat)).toBe(0)
  await chat.log.evaluate((log) => {
    const field = document.querySelector('textarea')
    if (field) field.style.height = '1em'
    void log.parentElement?.scrollTop
    log.style.paddingBottom = '400px'
  })
  await expect.poll(() => belowView(chat)).toBe(0)
  expect(await chat.toNewest.count()).toBe(0)
})

test('a scrollbar that is dragged up, and a search of the browser that leads up, end the following', async () => {
  const { sessionId, chat } = await openAtEnd(100)
  // Neither the wheel nor a key: what the browser itself does when it finds a word in the page.
  await chat.log.evaluate((log) => log.parentElement?.scrollBy(0, -900))
  await chat.toNewest.waitFor()
  await chat.toNewest.click()
  await expect.poll(() => belowView(chat)).toBe(0)
  const box = await chat.log.evaluate(({ parentElement }) => parentElement?.getBoundingClientRect().toJSON())
  await chat.page.mouse.move(box.right - 4, box.bottom - 12)
  await chat.page.mouse.down()
  await chat.log.evaluate((log) => {
    log.parentElement?.scrollBy(0, -900)
    log.style.paddingBottom = '400px'
  })
  await chat.toNewest.waitFor()
  await chat.page.mouse.up()
  const before = await chat.stillView()
  await stage.say(sessionId, 'and on')
  await chat.page.getByRole('button', { name: '1 new' }).waitFor()
  expect(await chat.stillView()).toEqual(before)
}, 30_000)
