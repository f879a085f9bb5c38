import { must, uuidv7 } from '@duck/protocol'
import { createGate } from '@duck/testing/model-server'
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

async function openAtEnd(
  count: number,
  options?: Parameters<typeof stage.openTab>[0],
): Promise<{ sessionId: string; chat: ReadingPage }> {
  const sessionId = await stage.longSession(count)
  const chat = await stage.openTab(options)
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
    document.querySelector('.composer-field')?.setAttribute('data-text', '')
    void log.parentElement?.scrollTop
    log.style.paddingBottom = '400px'
  })
  await expect.poll(() => belowView(chat)).toBe(0)
  expect(await chat.toNewest.count()).toBe(0)
})

test('who types at the end goes on along with the log, and its end stays in view', async () => {
  const { sessionId, chat } = await openAtEnd(100)
  await chat.composer.focus()
  for (const key of ['d', 'u', 'Shift+Enter', 'c', 'k', 'Shift+Enter', 'Backspace', 'Backspace']) {
    await chat.page.keyboard.press(key)
    expect(await chat.still(() => belowView(chat)), key).toBe(0)
  }
  await stage.say(sessionId, 'and on')
  await expect.poll(() => lastIndex(chat)).toBe('100')
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

test('a wheel that leads up by a little ends the following, and back at the end it begins again', async () => {
  const { sessionId, chat } = await openAtEnd(100)
  await chat.wheel(-20)
  await chat.toNewest.waitFor()
  const before = await chat.stillView()
  const id = await stage.say(sessionId, 'and on')
  await chat.page.locator(`[data-message-id="${id}"]`).waitFor({ state: 'attached' })
  expect((await chat.stillView()).slice(0, -1)).toEqual(before.slice(0, -1))
  await chat.wheel(2_000)
  await chat.toNewest.waitFor({ state: 'detached' })
  expect(await chat.still(() => belowView(chat))).toBe(0)
})

test('a text that is being selected stays under the mouse while more comes; let go, the end is shown', async () => {
  const { sessionId, chat } = await openAtEnd(100)
  const row = chat.message(99)
  const top = async () => Math.round((await row.boundingBox())?.y ?? Number.NaN)
  const before = await chat.still(top)
  const { x, y } = must(await row.boundingBox(), 'a row')
  await chat.page.mouse.move(x + 60, y + 12)
  await chat.page.mouse.down()
  await chat.page.mouse.move(x + 90, y + 12)
  const id = await stage.say(sessionId, 'and on')
  await chat.page.locator(`[data-message-id="${id}"]`).waitFor({ state: 'attached' })
  expect(await chat.still(top)).toBe(before)
  await chat.page.mouse.up()
  await expect.poll(() => belowView(chat)).toBe(0)
})

test('a finger that slowly pulls the log down while an answer is written ends the following, and being back at the end begins it again', async () => {
  const gate = createGate()
  const deltas = Array.from({ length: 300 }, (_, n) => `word ${n}\n\n`)
  stage.server.model.setReply(() => ({ deltas, delayMs: 5, gate: { before: 250, opened: gate.opened } }))
  const { sessionId, chat } = await openAtEnd(100, {
    hasTouch: true,
    isMobile: true,
    viewport: { width: 390, height: 844 },
  })
  const streamId = uuidv7()
  await stage.rpc.message.send.mutate({ sessionId, id: uuidv7(), streamId, content: 'Go on' })
  const answer = chat.page.locator(`[data-message-id="${streamId}"]`)
  await expect.poll(() => answer.textContent()).toContain('word 60')
  const devtools = await chat.page.context().newCDPSession(chat.page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 195, y }] })
  const swipe = async (from: number, to: number, steps = 20) => {
    await touch('touchStart', from)
    for (let step = 1; step <= steps; step++) await touch('touchMove', from + ((to - from) * step) / steps)
    await touch('touchEnd')
  }
  await swipe(200, 600, 80)
  await chat.toNewest.waitFor()
  await expect.poll(() => answer.textContent()).toContain('word 249')
  const top = () => answer.evaluate((element) => Math.round(element.getBoundingClientRect().top))
  const before = await chat.still(top)
  gate.open()
  await chat.page
    .locator(`[data-message-id="${streamId}"][data-state="saved"]`)
    .waitFor({ state: 'attached' })
  expect(await chat.still(top)).toBe(before)
  // The end is some twenty swipes away.
  const swipeOn = async () => {
    await swipe(700, 100)
    return belowView(chat)
  }
  await expect.poll(swipeOn, { timeout: 40_000 }).toBe(0)
  await stage.say(sessionId, 'and on')
  await expect.poll(() => lastIndex(chat)).toBe('102')
  await expect.poll(() => belowView(chat)).toBe(0)
}, 90_000)
