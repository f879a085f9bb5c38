import { signInTabs } from '@duck/testing/chromium'
import { createGate } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import { useBrowsers } from '../testing/account-browsers.ts'
import type { AccountPage } from '../testing/account-page.ts'
import { useApp } from '../testing/use-app.ts'
import { answered, beginChat, echoed, realTabs, tabMark, unreadTitles } from './stage.ts'

const server = useApp(echoed)
const browsers = useBrowsers(() => server.app.url)
/** Where a tab in front hides the others. */
const wholeBrowsers = useBrowsers(() => server.app.url, { whole: true })

/** Tabs of two browsers of the same person's. */
async function twoDevices(): Promise<[AccountPage, AccountPage]> {
  const devices = [await browsers.tab(), await browsers.tab()] as const
  for (const { page } of devices)
    await signInTabs(server.app.url, [{ page, context: page.context(), errors: [] }])
  return [...devices]
}

test('an answer in another chat marks it unread in every tab, and reading it anywhere takes the mark from all', async () => {
  const gate = createGate()
  const [here, beside] = await realTabs(wholeBrowsers)
  const first = await beginChat(here, 'first chat')
  server.model.setReply((request) => ({ ...echoed(request), gate: { before: 0, opened: gate.opened } }))
  await here.open()
  await here.say('second chat')
  await here.page.locator('[data-state="streaming"], [data-state="queued"]').first().waitFor()
  const second = here.sessionId()
  await here.page.goto(`${server.app.url}/s/${first}`)
  await beside.open()
  gate.open()
  for (const tab of [here, beside]) await expect.poll(() => unreadTitles(tab)).toEqual(['second chat'])
  await expect.poll(() => tabMark(beside)).toEqual({ title: '(1) The Duck', icon: '/duck-unread.svg' })
  await expect.poll(async () => (await tabMark(here)).title).toBe('(1) first chat – The Duck')
  await beside.page.bringToFront()
  await beside.open(second)
  await answered(beside, 2)
  for (const tab of [here, beside]) await expect.poll(() => unreadTitles(tab)).toEqual([])
  await expect.poll(() => tabMark(here)).toEqual({ title: 'first chat – The Duck', icon: '/duck.svg' })
})

test('what is read on one device is read on the other', async () => {
  const [laptop, phone] = await twoDevices()
  const first = await beginChat(laptop, 'on the laptop')
  await phone.open()
  await expect.poll(() => phone.titles()).toContain('on the laptop')
  expect(await unreadTitles(phone)).toEqual([])
  await laptop.open()
  await phone.open(first)
  await phone.say('from the phone')
  await answered(phone, 4)
  await phone.open()
  await expect.poll(() => unreadTitles(laptop)).toEqual([])
  await expect
    .poll(async () => {
      const [row] = await server.sql`select last_read_index from chat_sessions where id = ${first}`
      return row?.last_read_index
    })
    .toBe(3)
})

test('a hidden tab does not read: its chat is unread until it is in front', async () => {
  const [chat, other] = await realTabs(wholeBrowsers)
  const gate = createGate()
  server.model.setReply((request) => ({ ...echoed(request), gate: { before: 0, opened: gate.opened } }))
  await chat.open()
  await chat.say('while I look elsewhere')
  await chat.page.locator('[data-state="streaming"]').waitFor()
  await other.open()
  await other.page.bringToFront()
  await expect.poll(async () => (await tabMark(chat)).icon).toBe('/duck-running.svg')
  gate.open()
  await expect
    .poll(() => tabMark(chat))
    .toEqual({ title: '(1) while I look elsewhere – The Duck', icon: '/duck-unread.svg' })
  await expect.poll(() => unreadTitles(other)).toEqual(['while I look elsewhere'])
  await chat.page.bringToFront()
  await expect
    .poll(() => tabMark(chat))
    .toEqual({ title: 'while I look elsewhere – The Duck', icon: '/duck.svg' })
  await expect.poll(() => unreadTitles(other)).toEqual([])
})

test('every icon is a file that the page may show', async () => {
  for (const name of ['duck', 'duck-unread', 'duck-running', 'duck-running-unread']) {
    const answer = await fetch(`${server.app.url}/${name}.svg`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('image/svg+xml')
  }
})

test('a rename, a pin and a deletion show in the other tab; the deleted chat stays readable there and can be restored', async () => {
  const [one, two] = await browsers.tabs(2).then((tabs) => tabs.slice(0, 2) as [AccountPage, AccountPage])
  const sessionId = await beginChat(one, 'to be renamed')
  await two.open(sessionId)
  await answered(two, 2)
  const row = one.page.locator(`li[data-session-id="${sessionId}"]`)
  await row.hover()
  await row.getByRole('button', { name: 'Rename' }).click()
  await one.page.getByRole('textbox', { name: 'Title' }).fill('another name')
  await one.page.keyboard.press('Enter')
  await expect.poll(() => two.page.getByRole('heading', { level: 1 }).textContent()).toBe('another name')
  await expect.poll(() => two.titles()).toEqual(['another name'])
  await row.hover()
  await row.getByRole('button', { name: 'Pin', exact: true }).click()
  await two.page.getByLabel('Pinned').waitFor()
  await two.composer.fill('half a thought')
  await row.hover()
  await row.getByRole('button', { name: 'Delete' }).click()
  await one.page.getByRole('button', { name: 'Delete chat' }).click()
  const note = two.page.getByRole('region', { name: 'This chat was deleted' })
  await note.waitFor()
  expect(await note.textContent()).toContain('half a thought')
  expect((await two.rows()).map(({ text }) => text)).toEqual(['to be renamed', 'You said: to be renamed'])
  expect(await two.titles()).toEqual([])
  await note.getByRole('button', { name: 'Restore' }).click()
  await two.composer.waitFor()
  expect(await two.composer.inputValue()).toBe('half a thought')
  await expect.poll(() => one.titles()).toEqual(['another name'])
})

test('a list that was read before a rename and comes after it does not undo it', async () => {
  const tab = await browsers.tab()
  const sessionId = await beginChat(tab, 'old name')
  const other = await browsers.another(tab)
  await other.open()
  const held = createGate()
  const isRead = createGate()
  await tab.page.route(/session\.list/, async (route) => {
    const answer = await route.fetch()
    isRead.open()
    await held.opened
    await route.fulfill({ response: answer }).catch(() => undefined)
  })
  // A change elsewhere makes this tab fetch its list, whose answer is held.
  await other.say('another chat')
  await isRead.opened
  const row = tab.page.locator(`li[data-session-id="${sessionId}"]`)
  await row.hover()
  await row.getByRole('button', { name: 'Rename' }).click()
  await tab.page.evaluate(`(${WATCH_TITLE})('${sessionId}')`)
  await tab.page.getByRole('textbox', { name: 'Title' }).fill('new name')
  await tab.page.keyboard.press('Enter')
  await expect.poll(() => other.titles()).toContain('new name')
  held.open()
  await expect.poll(() => tab.titles()).toContain('another chat')
  const seen = await tab.page.evaluate<string[]>('window.seenTitles')
  expect(seen.slice(seen.indexOf('new name'))).not.toContain('old name')
  expect(await tab.titles()).toContain('new name')
})

test('many changes elsewhere cost at most one list a second or so', async () => {
  const [one, two] = await browsers.tabs(2).then((tabs) => tabs.slice(0, 2) as [AccountPage, AccountPage])
  await beginChat(one, 'busy')
  await two.open()
  await expect.poll(() => two.titles()).toEqual(['busy'])
  const asked: number[] = []
  two.page.on('request', (request) => {
    if (request.url().includes('session.list')) asked.push(Date.now())
  })
  for (let n = 0; n < 10; n++) await one.say(`more ${n}`)
  await answered(one, 22)
  await expect.poll(() => two.page.locator('li[data-session-id]').count()).toBe(1)
  const pauses = asked.slice(1).map((at, n) => at - (asked[n] ?? 0))
  expect(Math.min(Infinity, ...pauses)).toBeGreaterThan(600)
})

// Every title that the row had at any moment.
const WATCH_TITLE = `(sessionId) => {
  window.seenTitles = []
  const note = () => {
    const link = document.querySelector('li[data-session-id="' + sessionId + '"] a')
    if (link && link.title !== window.seenTitles.at(-1)) window.seenTitles.push(link.title)
  }
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
}`
