import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chromium, launchChromium } from './index.ts'

let browser: Chromium

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

test("tabs share a profile's storage and windows do not", async () => {
  const tabs = await browser.openTabs(2)
  const windows = await browser.openWindows(2)
  expect(new Set(tabs.map(({ context }) => context)).size).toBe(1)
  expect(new Set(windows.map(({ context }) => context)).size).toBe(2)
})

test("a tab's errors are those of its page and of nobody else", async () => {
  const [bad, good] = await browser.openTabs(2)
  await bad?.page.setContent('<script>console.error("one"); nowhere()</script>')
  await good?.page.setContent('<script>console.log("fine")</script>')
  await expect
    .poll(() => bad?.errors)
    .toEqual([expect.stringContaining('one'), expect.stringContaining('nowhere')])
  expect(good?.errors).toEqual([])
})
