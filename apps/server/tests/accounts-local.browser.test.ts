import { must } from '@duck/protocol'
import { expect, test } from 'vitest'
import { useBrowsers } from './testing/account-browsers.ts'
import type { AccountPage } from './testing/account-page.ts'
import { storedRows } from './testing/stored-rows.ts'
import { useApp } from './testing/use-app.ts'

const server = useApp()
const browsers = useBrowsers(() => server.app.url)

/** Twelve tabs begin at once on a small machine. */
const PATIENT = { timeout: 20_000 }

async function guests(): Promise<number> {
  const rows = await server.sql`select from auth.people where is_guest`
  return rows.length
}

async function openGuest(): Promise<AccountPage> {
  const page = await browsers.tab()
  await page.open()
  await page.page.getByRole('button', { name: 'Account: Guest' }).waitFor()
  return page
}

async function saved(page: AccountPage, texts: number): Promise<void> {
  await expect
    .poll(async () => (await page.rows()).map(({ state }) => state))
    .toEqual(Array.from({ length: texts }, () => 'saved'))
}

test.each([
  ['Web Locks', false],
  ['a lease, as where there are no Web Locks', true],
])('twelve tabs of a fresh browser opened at once make one guest, by %s', async (_way, withoutLocks) => {
  const before = await guests()
  const pages = await browsers.tabs(12)
  const [first] = pages
  if (withoutLocks)
    await must(first, 'a tab')
      .page.context()
      .addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }))
  await Promise.all(pages.map((page) => page.open()))
  await must(first, 'a tab').say('Hello from the first of twelve')
  await Promise.all(
    pages.map((page) =>
      expect.poll(() => page.titles(), PATIENT).toEqual(['Hello from the first of twelve']),
    ),
  )
  // The titles are there before the server knows anybody: each tab has to have heard who it is.
  await saved(must(first, 'a tab'), 2)
  for (const { page } of pages) await page.getByRole('button', { name: 'Account: Guest' }).waitFor()
  expect(await guests()).toBe(before + 1)
})

test('a guest with several chats signs up and has them all, with what is typed and what waits', async () => {
  const page = await openGuest()
  for (const text of ['One', 'Two', 'Three']) {
    await page.page.getByRole('button', { name: 'New chat' }).first().click()
    await page.say(text)
    await saved(page, 2)
  }
  const sessionId = page.sessionId()
  const other = await (await browsers.another(page)).open(sessionId)
  await page.cutSends()
  await page.say('Waits for the line')
  await page.page.getByText('Waiting for the network').waitFor()
  await page.composer.fill('Typed and not sent')
  await page.choose('Create account')
  await page.signUp('Ann', 'ann@duck.test', 'a good long password')
  await expect.poll(() => page.titles()).toEqual(['Three', 'Two', 'One'])
  expect(await page.composer.inputValue()).toBe('Typed and not sent')
  await page.restoreSends()
  await expect
    .poll(async () => (await storedRows(server.sql, sessionId)).map(({ text }) => text))
    .toContain('Waits for the line')
  await other.page.getByRole('button', { name: 'Account: Ann' }).waitFor()
  await expect.poll(() => other.titles()).toEqual(['Three', 'Two', 'One'])
  await page.page.reload()
  await expect.poll(() => page.titles()).toEqual(['Three', 'Two', 'One'])
  expect(await page.composer.inputValue()).toBe('Typed and not sent')
})

test('a guest who signs in to an account brings the chats along', async () => {
  const desk = await openGuest()
  await desk.choose('Create account')
  await desk.signUp('Eve', 'eve@duck.test', 'a good long password')
  await desk.say('From the desk')
  await saved(desk, 2)
  const phone = await openGuest()
  await phone.say('From the phone')
  await saved(phone, 2)
  await phone.choose('Sign in')
  await phone.signIn('eve@duck.test', 'a good long password')
  await phone.page.getByRole('button', { name: 'Account: Eve' }).waitFor()
  for (const page of [phone, desk])
    await expect.poll(() => page.titles()).toEqual(['From the phone', 'From the desk'])
})

test('the page is there, and takes words, before the server has said who it is', async () => {
  const page = await browsers.tab()
  const answered = Promise.withResolvers<void>()
  await page.page.route('**/api/auth/get-session', async (route) => {
    await answered.promise
    await route.continue()
  })
  await page.open()
  await page.say('Early')
  await page.page.getByText('Sending…').waitFor()
  await page.composer.fill('Typed early')
  expect(await page.page.getByRole('alert').count()).toBe(0)
  answered.resolve()
  await saved(page, 2)
  expect(await page.composer.inputValue()).toBe('Typed early')
  await page.page.reload()
  await saved(page, 2)
  expect(await page.composer.inputValue()).toBe('Typed early')
})

test('a guest who is signed out elsewhere is told so, and is not made another one without a word', async () => {
  const page = await openGuest()
  await page.say('Mine')
  await saved(page, 2)
  await page.composer.fill('Typed and not sent')
  const before = await guests()
  const other = await openByLink(page)
  const settings = await other.openSettings('Devices')
  await settings.getByRole('button', { name: /^Sign out/ }).click()
  await page.signInDialog.waitFor({ timeout: 5_000 })
  await page.signInDialog.getByText('One text was not sent.').waitFor()
  expect(await guests()).toBe(before)
  await page.page.reload()
  await page.signInDialog.getByRole('button', { name: 'Continue as a new guest' }).click()
  await page.signInDialog.waitFor({ state: 'detached' })
  expect(await guests()).toBe(before + 1)
  await page.page.getByText('Your chats will gather here.').waitFor()
  expect(await page.composer.inputValue()).toBe('')
})

test('a one-time link opens the same user in another browser, once, and its token leaves the address', async () => {
  const page = await openGuest()
  await page.say('Mine')
  await saved(page, 2)
  const url = await linkOf(page)
  const phone = await browsers.tab()
  await phone.page.goto(url)
  expect(phone.page.url()).toBe(`${server.app.url}/link`)
  await phone.page.getByRole('button', { name: 'Sign in on this browser' }).click()
  await expect.poll(() => phone.titles()).toEqual(['Mine'])
  const late = await browsers.tab()
  await late.page.goto(url)
  await late.page.getByRole('button', { name: 'Sign in on this browser' }).click()
  await late.page.getByText('This link was used already, or has expired.').waitFor()
})

test('who opens a link in a browser with a guest’s chats is told what becomes of them', async () => {
  const url = await linkOf(await openGuest())
  const other = await openGuest()
  await other.say('Mine')
  await saved(other, 2)
  await other.page.goto(url)
  await other.page.getByText('This browser has chats of a guest.').waitFor()
})

async function linkOf(page: AccountPage): Promise<string> {
  const settings = await page.openSettings('Another device')
  await settings.getByRole('button', { name: 'Make a link' }).click()
  const url = await settings.getByLabel('One-time link', { exact: true }).inputValue()
  await settings.getByRole('button', { name: 'Close' }).click()
  return url
}

async function openByLink(page: AccountPage): Promise<AccountPage> {
  const other = await browsers.tab()
  await other.page.goto(await linkOf(page))
  await other.page.getByRole('button', { name: 'Sign in on this browser' }).click()
  await other.composer.waitFor()
  return other
}
