import { must } from '@duck/protocol'
import { type Chromium, type LaunchOptions, launchChromium, type Tab } from '@duck/testing/chromium'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { AccountPage } from './account-page.ts'

type Options = Parameters<Chromium['openTabs']>[1]

export interface Browsers {
  /** Tabs of one new browser, nothing opened in them yet. */
  tabs(count: number, options?: Options): Promise<AccountPage[]>
  /** One tab of a new browser. */
  tab(options?: Options): Promise<AccountPage>
  /** A further tab of the same browser. */
  another(page: AccountPage): Promise<AccountPage>
}

// What a browser itself writes about a refused call, which many of these tests provoke.
const REFUSED = /^console: (Failed to load resource|WebSocket connection to)/

/** Browsers for a test file; no page of theirs may complain about anything but calls that are refused. */
export function useBrowsers(url: () => string, launch?: LaunchOptions): Browsers {
  let browser: Chromium
  const errors: string[][] = []
  const pages: Tab['page'][] = []
  beforeAll(async () => {
    browser = await launchChromium(launch)
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    const complaints = errors.splice(0).flat()
    for (const page of pages.splice(0)) await page.context().close()
    expect(complaints.filter((line) => !REFUSED.test(line))).toEqual([])
  })
  const tabs = async (count: number, options?: Options) => {
    const opened = await browser.openTabs(count, options)
    for (const tab of opened) errors.push(tab.errors)
    pages.push(...opened.map(({ page }) => page))
    return opened.map(({ page }) => new AccountPage(page, url()))
  }
  return {
    tabs,
    tab: async (options) => must((await tabs(1, options))[0], 'a tab'),
    another: async ({ page }) => new AccountPage(await page.context().newPage(), url()),
  }
}
