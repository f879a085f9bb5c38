import type { ChatPage } from '@duck/testing/chromium'
import { expect, test } from 'vitest'
import { type Stage, useMarkdownApp } from './stage.ts'

const app = useMarkdownApp()
const TEXT = 'A **bold** formula $x^2$.\n\n```ts\nconst a = 1\n```'

interface Missing {
  /** How often it was asked for. */
  asked: () => number
  bringBack: () => Promise<void>
}

/** Takes a built part away, as a newer version of the server does; what it answers instead is the page or a 404. */
async function takeAway(page: ChatPage['page'], part: string, instead: '404' | 'page'): Promise<Missing> {
  let asked = 0
  const matches = (url: URL) => new RegExp(`/assets/${part}-[^/]+\\.js$`).test(url.pathname)
  await page.route(matches, (route) => {
    asked += 1
    return instead === '404'
      ? route.fulfill({ status: 404, json: { error: { code: 'NOT_FOUND' } } })
      : route.fulfill({ contentType: 'text/html', body: '<!doctype html><div id="root"></div>' })
  })
  return { asked: () => asked, bringBack: () => page.unroute(matches) }
}

async function reopen({ chat }: Stage): Promise<void> {
  await chat.page.reload()
  await chat.composer.waitFor()
}

const PARTS: [part: string, is: string, formatted: string][] = [
  ['rich-text', 'A **bold** formula $x^2$.', '.prose strong'],
  ['typeset', 'A bold formula x^2.', '.prose .katex'],
  ['highlight', 'const a = 1', '.prose .hljs-keyword'],
]

test.each(
  PARTS.flatMap(([part, is, formatted]) =>
    (['404', 'page'] as const).map((instead) => ({ part, is, formatted, instead })),
  ),
)(
  'where $part is gone and a $instead comes instead, the text stands there without it, and the next answer tries once more',
  async ({ part, is, formatted, instead }) => {
    const stage = await app.openStage()
    const { page } = stage.chat
    const missing = await takeAway(page, part, instead)
    await reopen(stage)
    await app.show(stage, [TEXT])
    await page.locator('.prose').last().getByText(is).waitFor()
    await expect.poll(missing.asked).toBeGreaterThan(0)
    const first = missing.asked()
    await app.show(stage, ['Plain.', TEXT])
    expect(missing.asked() - first).toBeLessThanOrEqual(2)
    expect(await page.locator(formatted).count()).toBe(0)
    expect((await stage.faults()).filter((fault) => /uncaught|dialog|policy|navigation/.test(fault))).toEqual(
      [],
    )
    await missing.bringBack()
    await app.show(stage, [TEXT])
    // It is there for all answers then.
    await expect.poll(() => page.locator(formatted).count()).toBeGreaterThanOrEqual(3)
    await page.context().close()
  },
  60_000,
)
