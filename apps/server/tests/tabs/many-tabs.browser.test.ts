import { must } from '@duck/protocol'
import { ChatPage, type Chromium, launchChromium, signInTabs } from '@duck/testing/chromium'
import { createGate, wordPieces } from '@duck/testing/model-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'

const TABS = 24
/** All tabs draw, as if each were in view: on a machine with more to do that is work for half a minute. */
const PATIENT = { timeout: 90_000 }
const server = useApp()

let browser: Chromium
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

test('24 tabs of one browser are all open and live: text as it is written, rows, and any of them can send', async () => {
  const tabs = await browser.openTabs(TABS)
  await signInTabs(server.app.url, tabs)
  const pages = tabs.map(({ page }) => new ChatPage(page, server.app.url))
  const [first, ...others] = pages
  const chat = await must(first, 'a tab').open()
  await chat.say('Come here')
  await expect.poll(() => chat.sessionId()).not.toBe('')
  await Promise.all(others.map((page) => page.open(chat.sessionId())))
  const last = async (page: ChatPage) => (await page.rows()).at(-1)
  const gate = createGate()
  const deltas = wordPieces('Half of it is here, and the rest comes later.')
  server.model.setReply(() => ({ deltas, gate: { before: 4, opened: gate.opened } }))
  await chat.say('To all of you')
  for (const page of pages)
    await expect
      .poll(() => last(page), PATIENT)
      .toMatchObject({ state: 'streaming', text: expect.stringContaining('Half') })
  gate.open()
  for (const page of pages)
    await expect.poll(() => last(page), PATIENT).toMatchObject({ state: 'saved', text: deltas.join('') })
  server.model.setReply(() => ({ deltas: ['ok'] }))
  const some = pages.filter((_page, at) => at % 4 === 0)
  await Promise.all(some.map((page, at) => page.say(`Tab ${at} is here`)))
  for (const page of pages)
    await expect
      .poll(async () => (await page.rows()).filter(({ state }) => state === 'saved').length, PATIENT)
      .toBe(4 + 2 * some.length)
  for (const tab of tabs) expect(tab.errors).toEqual([])
}, 300_000)
