import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { must } from '@duck/protocol'
import { type Chromium, launchChromium, type Tab } from '@duck/testing/chromium'
import { afterAll, beforeAll, expect, test } from 'vitest'

// A name of this machine has a secure context and so Web Locks; another one over plain http has neither.
const WAYS = [
  ['Web Locks', 'http://localhost/'],
  ['a lease', 'http://duck.test/'],
] as const
const PAGE =
  '<!doctype html><script type="module">import { exclusive } from "/exclusive.ts"; Object.assign(globalThis, { exclusive })</script>'
/** Far more often than that a tab that waits looks again. */
const LONG_AGO_MS = 1_000
const LIB = new URL('../../web/src/lib/', import.meta.url)

type Page = Tab['page']
type Exclusive = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>

let browser: Chromium
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

/** Tabs of one browser that have the web app's `exclusive`. */
async function tabs(count: number, url: string): Promise<Page[]> {
  const opened = await browser.openTabs(count)
  const { context } = must(opened[0], 'a tab')
  await context.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: PAGE })
    if (!pathname.endsWith('.ts')) return route.fulfill({ status: 404 })
    const source = await readFile(new URL(`.${pathname}`, LIB), 'utf8')
    await route.fulfill({ contentType: 'text/javascript', body: stripTypeScriptTypes(source) })
  })
  await Promise.all(opened.map(({ page }) => page.goto(url)))
  return opened.map(({ page }) => page)
}

/** Begins work of that name which lasts until `finish` is called in the page. */
function hold(page: Page, name: string): Promise<void> {
  return page.evaluate(async (name) => {
    const exclusive: Exclusive = Reflect.get(globalThis, 'exclusive')
    await new Promise<void>((begun) => {
      const work = () =>
        new Promise((finish) => {
          Object.assign(globalThis, { finish })
          begun()
        })
      void exclusive(name, work)
    })
  }, name)
}

/** Runs work of that name that has nothing to do. */
function run(page: Page, name: string): Promise<string> {
  return page.evaluate((name) => {
    const exclusive: Exclusive = Reflect.get(globalThis, 'exclusive')
    return exclusive(name, async () => 'done')
  }, name)
}

/** When the lease of that name ends that somebody has now, by the page's clock; now where locks need none. */
function leaseEnds(page: Page, name: string): Promise<number> {
  return page.evaluate(async (name) => {
    if ('locks' in navigator) return Date.now()
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('duck-leases')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error)
    })
    const lease = await new Promise<{ until: number }>((resolve, reject) => {
      const asked = database.transaction('leases').objectStore('leases').get(name)
      asked.onsuccess = () => resolve(asked.result)
      asked.onerror = () => reject(asked.error)
    })
    database.close()
    return lease.until
  }, name)
}

test.each(WAYS)('by %s: what tabs count up one after another is not lost', async (way, url) => {
  const pages = await tabs(4, url)
  expect(await pages[0]?.evaluate(() => 'locks' in navigator)).toBe(way === 'Web Locks')
  await Promise.all(
    pages.map((page) =>
      page.evaluate(async () => {
        const exclusive: Exclusive = Reflect.get(globalThis, 'exclusive')
        const count = async () => {
          // Unlike localStorage, a cookie is the same in every process of the browser at once.
          const before = Number(/count=(\d+)/.exec(document.cookie)?.[1] ?? 0)
          await new Promise((resolve) => setTimeout(resolve))
          // biome-ignore lint/suspicious/noDocumentCookie: a lasting place that is read and written apart.
          document.cookie = `count=${before + 1}`
        }
        for (let n = 0; n < 5; n++) await exclusive('count', count)
      }),
    ),
  )
  expect(await pages[0]?.evaluate(() => document.cookie)).toContain('count=20')
})

test.each(WAYS)('by %s: other work does not wait, the same work does', async (_way, url) => {
  const [one, other] = await tabs(2, url)
  const [holder, waiter] = [must(one, 'a tab'), must(other, 'a tab')]
  await hold(holder, 'a')
  const firstEnds = await leaseEnds(holder, 'a')
  expect(await run(waiter, 'b')).toBe('done')
  let over = false
  const waiting = run(waiter, 'a').then((result) => {
    over = true
    return result
  })
  // The lease that it began with would have ended long ago, and was renewed.
  await expect
    .poll(() => holder.evaluate(() => Date.now()), { timeout: 10_000 })
    .toBeGreaterThan(firstEnds + LONG_AGO_MS)
  expect(over).toBe(false)
  await holder.evaluate(() => Reflect.get(globalThis, 'finish')())
  expect(await waiting).toBe('done')
})

test.each(WAYS)('by %s: a tab that is closed in the middle keeps nobody waiting', async (_way, url) => {
  const [one, other] = await tabs(2, url)
  const [holder, waiter] = [must(one, 'a tab'), must(other, 'a tab')]
  await hold(holder, 'a')
  await holder.close()
  expect(await run(waiter, 'a')).toBe('done')
})

test.each(WAYS)('by %s: work that fails says so and gives way', async (_way, url) => {
  const [page] = await tabs(1, url)
  const failed = await must(page, 'a tab').evaluate(async () => {
    const exclusive: Exclusive = Reflect.get(globalThis, 'exclusive')
    return exclusive('a', () => Promise.reject(new Error('no'))).catch((error: Error) => error.message)
  })
  expect(failed).toBe('no')
  expect(await run(must(page, 'a tab'), 'a')).toBe('done')
})
