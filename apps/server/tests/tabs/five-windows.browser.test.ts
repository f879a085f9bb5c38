import { setTimeout as pause } from 'node:timers/promises'
import { must } from '@duck/protocol'
import {
  ChatPage,
  type Chromium,
  freeze,
  launchChromium,
  signInTabs,
  type Tab,
  unfreeze,
} from '@duck/testing/chromium'
import { lastUserText, type ModelRequest, wordPieces } from '@duck/testing/model-server'
import { createRandom } from '@duck/testing/random'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storedRows } from '../testing/stored-rows.ts'
import { useApp } from '../testing/use-app.ts'
import { watchDrawnTwice } from './drawn-twice.ts'
import { RestlessTab } from './restless-tab.ts'

const FROZEN_MS = 60_000
const PATIENT = { timeout: 60_000 }
const DRAFT = 'typed before the lid was closed'

const server = useApp((request: ModelRequest) => ({
  deltas: wordPieces(`You said: ${lastUserText(request)}. `.repeat(3)),
  delayMs: 12,
}))

let browser: Chromium
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

/** What a tab shows, as far as it is saved. */
async function shown({ chat }: RestlessTab) {
  return (await chat.rows()).map(({ id, index, role, state }) => ({ id, index, role, state }))
}

/** What every tab has to show: the rows of the database. */
async function stored(sessionId: string) {
  const rows = await storedRows(server.sql, sessionId)
  return rows.map(({ id, index, role }) => ({ id, index, role, state: 'saved' }))
}

async function open(tab: Tab, sessionId?: string): Promise<ChatPage> {
  await watchDrawnTwice(tab.page)
  return new ChatPage(tab.page, server.app.url).open(sessionId)
}

/** Two sessions that have begun, and tabs that show one of them. */
async function stage(seed: string) {
  const random = createRandom(seed)
  const tabs = [...(await browser.openWindows(5)), ...(await browser.openTabs(5))]
  await signInTabs(server.app.url, tabs)
  const first = await open(must(tabs[0], 'a tab'))
  const sessionIds: string[] = []
  for (const text of ['One chat', 'Another chat']) {
    await first.page.getByRole('button', { name: 'New chat' }).first().click()
    await first.say(text)
    await expect.poll(async () => (await storedRows(server.sql, first.sessionId())).length).toBe(2)
    sessionIds.push(first.sessionId())
  }
  const [one = '', other = ''] = sessionIds
  const restless = await Promise.all(
    tabs.map(async (tab, at) => {
      const name = at < 5 ? `window ${at}` : `tab ${at - 5}`
      const chat = at === 0 ? first : await open(tab, at % 2 === 0 ? one : other)
      return new RestlessTab(name, tab, chat, random.fork(name))
    }),
  )
  for (const tab of restless) await tab.hasSessions()
  return { tabs, restless, sessionIds: [one, other] as [string, string] }
}

test('five windows and five tabs that write, stream, lose the network, reload and freeze all end with what the database has', async () => {
  const seed = process.env.DUCK_TABS_SEED ?? String(Date.now())
  console.log(`DUCK_TABS_SEED=${seed}`)
  const { tabs, restless, sessionIds } = await stage(seed)
  const [sleeper, ...others] = restless
  const [asleep] = tabs
  if (!sleeper || !asleep) throw new Error('a tab')

  await sleeper.say()
  await sleeper.chat.composer.fill(DRAFT)
  await freeze(asleep.page)
  const over = new AbortController()
  const lives = Promise.all(others.map((tab) => tab.live(sessionIds, over.signal)))
  await Promise.race([pause(FROZEN_MS), lives])
  over.abort()
  await lives
  await unfreeze(asleep.page)

  // All that was typed is stored once, and all answers have ended.
  const sent = restless.flatMap((tab) => tab.sent)
  for (const sessionId of sessionIds) {
    const texts = sent.filter((one) => one.sessionId === sessionId).map(({ text }) => text)
    const typed = async () =>
      (await storedRows(server.sql, sessionId))
        .filter(({ role, text }) => role === 'user' && text.includes(' says '))
        .map(({ text }) => text)
        .toSorted()
    await expect.poll(typed, PATIENT).toEqual(texts.toSorted())
  }
  const running = () => server.sql`select id from message_streams where status in ('queued', 'open')`
  await expect.poll(running, PATIENT).toEqual([])

  const settledAt = performance.now()
  const wanted = new Map(await Promise.all(sessionIds.map(async (id) => [id, await stored(id)] as const)))
  await Promise.all(
    restless.map((tab) =>
      expect.poll(() => shown(tab), { interval: 20 }).toEqual(wanted.get(tab.chat.sessionId())),
    ),
  )
  console.log(`All ten showed what the database has after ${Math.round(performance.now() - settledAt)} ms.`)
  for (const sessionId of sessionIds)
    for (const tab of restless) {
      await tab.show(sessionId)
      await expect.poll(() => shown(tab)).toEqual(await stored(sessionId))
    }
  await sleeper.show(sessionIds[0])
  for (const tab of restless) await tab.keepTwice()
  expect(restless.flatMap(({ twice }) => twice)).toEqual([])
  expect(restless.map(({ chat }) => chat.page.isClosed())).not.toContain(true)
}, 240_000)
