import { must } from '@duck/protocol'
import { letBeHidden } from '@duck/testing/chromium'
import { lastUserText, type ModelRequest, wordPieces } from '@duck/testing/model-server'
import { expect } from 'vitest'
import type { Browsers } from '../testing/account-browsers.ts'
import type { AccountPage } from '../testing/account-page.ts'

/** The model says what was said to it. */
export const echoed = (request: ModelRequest) => ({
  deltas: wordPieces(`You said: ${lastUserText(request)}`),
})

/** What the browser shows of the tab beside others. */
export async function tabMark({ page }: AccountPage): Promise<{ title: string; icon: string }> {
  const icon = await page.locator('link[rel="icon"]').getAttribute('href')
  return { title: await page.title(), icon: icon ?? '' }
}

/** The titles of the chats marked as unread in the sidebar. */
export function unreadTitles({ page }: AccountPage): Promise<string[]> {
  return page.locator('li[data-unread] a > span:first-of-type').allTextContents()
}

/** Says something in a new chat and waits until the answer is a saved row. */
export async function beginChat(tab: AccountPage, text: string): Promise<string> {
  await tab.open()
  await tab.say(text)
  await answered(tab, 2)
  return tab.sessionId()
}

/** Waits until so many rows are shown as saved. */
export async function answered(tab: AccountPage, rows: number): Promise<void> {
  await expect
    .poll(async () => (await tab.rows()).filter(({ state }) => state === 'saved').length, { timeout: 20_000 })
    .toBe(rows)
}

/** Two tabs of one browser, of which the one in front, first the first, hides the other, as a person's do. */
export async function realTabs(browsers: Browsers): Promise<[AccountPage, AccountPage]> {
  const opened = await browsers.tabs(2)
  for (const { page } of opened) await letBeHidden(page)
  const [front, behind] = [must(opened[0], 'a tab'), must(opened[1], 'a second tab')]
  await front.page.bringToFront()
  return [front, behind]
}

/** Waits until the page knows that it missed nothing. */
export async function inStep({ page }: AccountPage): Promise<void> {
  await page.locator('header [data-state="live"]').waitFor({ state: 'attached' })
}

/** The words of the connection mark; '' when there is none. */
export async function connectionMark({ page }: AccountPage): Promise<string> {
  return (await page.locator('[data-connection]').allTextContents()).join()
}
