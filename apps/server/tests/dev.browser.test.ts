import { must } from '@duck/protocol'
import { ChatPage, launchChromium } from '@duck/testing/chromium'
import { expect, test } from 'vitest'
import { createClone } from './testing/clone.ts'

const MINUTES = 60_000
const READY = /The Duck, for development: (http:\/\/127\.0\.0\.1:\d+)[\s\S]*The Duck is ready at/

test('pnpm dev: two clones side by side; a component is updated in place, a verb by a restart that tabs come through', {
  timeout: 5 * MINUTES,
}, async () => {
  await using stack = new AsyncDisposableStack()
  const browser = stack.use(await launchChromium())
  const clone = stack.use(createClone())
  const dev = stack.use(await clone.run('dev', READY))
  const other = stack.use(await stack.use(createClone()).run('dev', READY))
  expect(new URL(other.url).port).not.toBe(new URL(dev.url).port)

  const [tab, tabOfOther] = await browser.openWindows(2)
  const shown = must(tab, 'a tab').page
  // Only from then on the page is told of changed files.
  const connected = shown.waitForEvent('console', (line) => line.text().includes('[vite] connected'))
  const page = await new ChatPage(shown, dev.url).open()
  await connected
  const otherPage = await new ChatPage(must(tabOfOther, 'a tab').page, other.url).open()
  for (const each of [page, otherPage]) {
    await each.say('quack')
    await expect
      .poll(() => each.rows(), { timeout: 20_000 })
      .toMatchObject([{ state: 'saved' }, { state: 'saved' }])
  }

  // A reload would forget the mark and the draft.
  await page.page.locator('html').evaluate((html) => html.setAttribute('data-mark', 'before'))
  await page.composer.fill('a draft')
  const composer = 'apps/web/src/features/composer/composer.tsx'
  clone.edit(composer, 'aria-label="Send"', 'aria-label="Send it off"')
  const updated = page.page.getByRole('button', { name: 'Send it off' })
  // Vite's watcher misses a change now and then while the machine is busy; whoever edits saves again.
  const isUpdated = async () => {
    if (await updated.isVisible()) return true
    clone.save(composer)
    return false
  }
  await expect.poll(isUpdated, { interval: 3_000, timeout: 30_000 }).toBe(true)
  expect(await page.page.locator('html').getAttribute('data-mark')).toBe('before')
  expect(await page.composer.inputValue()).toBe('a draft')

  clone.edit('packages/chat/src/session/title-from-text.ts', 'return line', "return 'Edited: ' + line")
  await expect.poll(() => dev.output().split('The Duck is ready at').length, { timeout: 20_000 }).toBe(3)
  await page.say('after the restart')
  await expect
    .poll(async () => (await page.rows()).filter(({ state }) => state === 'saved'), { timeout: 20_000 })
    .toHaveLength(4)
  expect(await page.page.locator('html').getAttribute('data-mark')).toBe('before')
  await page.page.getByRole('button', { name: 'New chat' }).first().click()
  await page.say('a verb was edited')
  await page.page.getByRole('navigation', { name: 'Chats' }).getByText('Edited: a verb was edited').waitFor()
})
