import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { useBrowsers } from '../testing/account-browsers.ts'
import type { AccountPage } from '../testing/account-page.ts'
import { useApp } from '../testing/use-app.ts'
import { answered, beginChat, connectionMark, echoed, inStep } from './stage.ts'

const server = useApp(echoed)
const browsers = useBrowsers(() => server.app.url)

/** How long a page is watched, and how often it may wake React meanwhile: the feed's heartbeat and a clock's minute do. */
const WATCHED_MS = 1_000
const MOST_WAKES = 20

/** A tab that counts how often React is set to work: it wakes itself by messages to a port of its own. */
async function openCounted(page?: AccountPage): Promise<AccountPage> {
  const tab = page ? await browsers.another(page) : await browsers.tab()
  await tab.page.addInitScript(() => {
    Object.assign(globalThis, { wakes: 0 })
    const counted = new Proxy(Reflect.get(MessagePort.prototype, 'postMessage'), {
      apply(target, port, args) {
        Reflect.set(globalThis, 'wakes', Reflect.get(globalThis, 'wakes') + 1)
        Reflect.apply(target, port, args)
      },
    })
    Reflect.set(MessagePort.prototype, 'postMessage', counted)
  })
  return tab
}

/** Waits until the page has next to nothing to do; a page that spins never gets there. */
async function comesToRest({ page }: AccountPage): Promise<void> {
  const wakes = () => page.evaluate<number>('globalThis.wakes')
  await expect
    .poll(
      async () => {
        const before = await wakes()
        await pause(WATCHED_MS)
        return (await wakes()) - before
      },
      { timeout: 15_000 },
    )
    .toBeLessThan(MOST_WAKES)
}

test('a page at which nothing happens does nothing: a new one, one with an answer, one that is opened again', async () => {
  const tab = await openCounted()
  await tab.open()
  await comesToRest(tab)
  const sessionId = await beginChat(tab, 'hello')
  await comesToRest(tab)
  await tab.open(sessionId)
  await answered(tab, 2)
  await comesToRest(tab)
})

test('a page does nothing after it showed what came while it was elsewhere', async () => {
  const tab = await openCounted()
  const sessionId = await beginChat(tab, 'hello')
  const other = await browsers.another(tab)
  await tab.open()
  await other.open(sessionId)
  await other.say('meanwhile')
  await answered(other, 4)
  await tab.page.locator(`[data-session-id="${sessionId}"] a`).click()
  await answered(tab, 4)
  await comesToRest(tab)
})

test('a page without a network waits without spinning, and so it does once it is back', async () => {
  const tab = await openCounted()
  await beginChat(tab, 'hello')
  await inStep(tab)
  await tab.page.context().setOffline(true)
  await tab.say('without a network')
  await expect.poll(() => connectionMark(tab), { timeout: 6_000 }).toBe('Offline')
  await comesToRest(tab)
  await tab.page.context().setOffline(false)
  await answered(tab, 4)
  await comesToRest(tab)
}, 90_000)

test('a page does nothing under an open search, nor at a chat that was deleted elsewhere', async () => {
  const tab = await openCounted()
  const sessionId = await beginChat(tab, 'hello')
  await tab.page.keyboard.press('Control+Shift+K')
  const search = tab.page.getByRole('dialog', { name: 'Search messages' })
  await search.getByRole('combobox').fill('hello')
  await expect.poll(() => search.getByRole('option').count()).toBe(2)
  await comesToRest(tab)
  await tab.page.keyboard.press('Escape')
  const other = await (await browsers.another(tab)).open(sessionId)
  const row = other.page.locator(`li[data-session-id="${sessionId}"]`)
  await row.hover()
  await row.getByRole('button', { name: 'Delete' }).click()
  await other.page.getByRole('button', { name: 'Delete chat' }).click()
  await tab.page.getByRole('region', { name: 'This chat was deleted' }).waitFor()
  await comesToRest(tab)
})
