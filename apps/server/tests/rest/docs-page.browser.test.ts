/// <reference lib="dom" />

import { ERROR_REPLIES, REST_ROUTES } from '@duck/api'
import { must } from '@duck/protocol'
import type { Tab } from '@duck/testing/chromium'
import { beforeEach, expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { useBrowser } from '../testing/use-browser.ts'

const server = useApp()
const browserOf = useBrowser(server)

let page: Tab['page']
let errors: string[]
let asked: string[]
beforeEach(async () => {
  const [tab] = await browserOf().browser.openTabs(1)
  ;({ page, errors } = must(tab, 'a tab'))
  asked = []
  page.on('request', (request) => asked.push(request.url()))
  return async () => {
    expect(errors).toEqual([])
    expect(asked.filter((url) => !url.startsWith(server.app.url))).toEqual([])
    await page.close()
  }
})

const open = () => page.goto(`${server.app.url}/api/docs`)

test('the page shows every route and every error, asks no other host, and its policy lets nothing else be', async () => {
  const answer = must(await open(), 'an answer')
  const policy = must(answer.headers()['content-security-policy'], 'a policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
  for (const { method, path, summary } of REST_ROUTES) {
    const route = page.locator('article', { has: page.getByRole('heading', { name: summary, exact: true }) })
    expect(await route.locator('.route').textContent()).toBe(`${method} ${path}`)
    expect(await route.locator('details').count()).toBeGreaterThan(0)
  }
  for (const code of Object.keys(ERROR_REPLIES))
    expect(await page.locator(`#errors [id="${code}"]`).count()).toBe(1)
  expect(asked).toContain(`${server.app.url}/duck.svg`)
})

test('what it leads to is there: every link of the page has its place', async () => {
  await open()
  const places = await page.locator('a[href^="#"]').evaluateAll((links) =>
    links.map((link) => {
      const id = link.getAttribute('href')?.slice(1) ?? ''
      return { id, found: document.querySelectorAll(`[id="${id}"]`).length }
    }),
  )
  expect(places.length).toBeGreaterThan(50)
  expect(places.filter(({ found }) => found !== 1)).toEqual([])
})

test('without JavaScript it is the same, and its examples open', async () => {
  const browser = must(page.context().browser(), 'the browser')
  const context = await browser.newContext({ javaScriptEnabled: false })
  const bare = await context.newPage()
  await bare.goto(`${server.app.url}/api/docs`)
  const example = bare.locator('#messageAppend details').nth(1)
  expect(await example.locator('pre').first().isVisible()).toBe(false)
  await example.locator('summary').click()
  expect(await example.locator('pre').first().textContent()).toContain('Idempotency-Key')
  expect(await example.locator('pre').first().isVisible()).toBe(true)
  await context.close()
})

test.each([1280, 768, 390, 320])('at %i px nothing sticks out to the side', async (width) => {
  await page.setViewportSize({ width, height: 800 })
  await open()
  await page.locator('details').evaluateAll((all) => {
    for (const each of all) each.setAttribute('open', '')
  })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBe(width)
})

test.each(['light', 'dark'] as const)('every text of it can be read in the %s theme', async (colorScheme) => {
  await page.emulateMedia({ colorScheme })
  await open()
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  expect(ground).toBe(colorScheme === 'light' ? 'rgb(251, 249, 244)' : 'rgb(20, 25, 24)')
  const poor = await page.locator('body *').evaluateAll(poorContrasts)
  expect(poor).toEqual([])
})

/** Runs in the page, so it stands alone: elements with a text of their own whose contrast with their ground is below 4.5. */
function poorContrasts(elements: Element[]): string[] {
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
      const share = Number(part) / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const groundOf = (element: Element | null): string => {
    const colour = element ? getComputedStyle(element).backgroundColor : 'rgb(255, 255, 255)'
    return colour === 'rgba(0, 0, 0, 0)' ? groundOf(element?.parentElement ?? null) : colour
  }
  return elements.flatMap((element) => {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
    if (!own || element.closest('script, style')) return []
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(groundOf(element))]
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    return contrast < 4.5 ? [`${element.className} ${contrast.toFixed(2)}: ${element.textContent}`] : []
  })
}

test('it follows the theme that was chosen in the app', async () => {
  await page.emulateMedia({ colorScheme: 'light' })
  await open()
  await page.evaluate(() => localStorage.setItem('duck.theme', 'dark'))
  await open()
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(20, 25, 24)')
})
