import { LIMITS, must } from '@duck/protocol'
import { createGate, lastUserText, type ModelRequest, wordPieces } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import { useBrowsers } from './testing/account-browsers.ts'
import type { AccountPage } from './testing/account-page.ts'
import { storedRows } from './testing/stored-rows.ts'
import { useApp } from './testing/use-app.ts'

const echoed = (request: ModelRequest) => ({ deltas: wordPieces(`You said: ${lastUserText(request)}`) })
const server = useApp(echoed)
const browsers = useBrowsers(() => server.app.url)
const PATIENT = { timeout: 20_000 }
const TOO_LONG = 'x'.repeat(LIMITS.contentBytes + 1)

/** The texts that people wrote, in the order of the log. */
async function asked(sessionId: string): Promise<string[]> {
  const rows = await storedRows(server.sql, sessionId)
  return rows.filter(({ role }) => role === 'user').map(({ text }) => text)
}

async function states(page: AccountPage): Promise<string[]> {
  return (await page.rows()).filter(({ role }) => role === 'user').map(({ state }) => state)
}

function expectSaved(page: AccountPage, expected: string[]): Promise<void> {
  return expect.poll(() => states(page), PATIENT).toEqual(expected)
}

async function expectAsked(page: AccountPage, texts: string[]): Promise<void> {
  await expect.poll(() => asked(page.sessionId()), PATIENT).toEqual(texts)
  await expectSaved(
    page,
    texts.map(() => 'saved'),
  )
}

/** A chat that has begun. */
async function begun(page: AccountPage): Promise<AccountPage> {
  await page.open()
  await page.say('Hello')
  await expectAsked(page, ['Hello'])
  return page
}

/** Two tabs of one browser that show the same chat. */
async function twoTabs(): Promise<[AccountPage, AccountPage]> {
  const page = await begun(await browsers.tab())
  const other = await (await browsers.another(page)).open(page.sessionId())
  await expect.poll(() => states(other)).toEqual(['saved'])
  return [page, other]
}

/** No tab of the browser gets a message to the server, as on a cut line; call what comes back to mend it. */
async function cut(page: AccountPage): Promise<() => Promise<void>> {
  const context = page.page.context()
  await context.route(SENDS, (route) => route.abort())
  return () => context.unroute(SENDS)
}
/** The same calls, a message among them with a field that none may have. */
function forbidden(body: string | null): string {
  const calls: Record<string, object> = JSON.parse(body ?? '')
  const changed = Object.entries(calls).map(([at, input]) => [
    at,
    'content' in input ? { ...input, messageIndex: 0 } : input,
  ])
  return JSON.stringify(Object.fromEntries(changed))
}
const SENDS = /message\.send|session\.create/

test('messages on their way survive a reload and are sent once, in order', async () => {
  const page = await begun(await browsers.tab())
  const mend = await cut(page)
  for (const text of ['one', 'two', 'three']) await page.say(text)
  await page.page.getByText('Waiting for the network').first().waitFor()
  await page.page.reload()
  await expect.poll(async () => (await states(page)).length).toBe(4)
  expect((await states(page)).filter((state) => state === 'saved')).toHaveLength(1)
  await mend()
  await expectAsked(page, ['Hello', 'one', 'two', 'three'])
})

test('the first message of a new chat survives a reload in the middle of being sent', async () => {
  const page = await (await browsers.tab()).open()
  const mend = await cut(page)
  await page.say('First of all')
  await page.page.reload()
  await expect.poll(() => page.titles()).toEqual(['First of all'])
  await expect.poll(() => states(page)).toHaveLength(1)
  await mend()
  await expectAsked(page, ['First of all'])
})

test('a reload right after Enter loses nothing', async () => {
  const page = await begun(await browsers.tab())
  for (let n = 0; n < 5; n++) {
    await page.say(`hasty ${n}`)
    await page.page.reload()
  }
  await expectAsked(page, ['Hello', ...[0, 1, 2, 3, 4].map((n) => `hasty ${n}`)])
})

test('of a tab that was closed, another tab sends what it had to send', async () => {
  const [page, other] = await twoTabs()
  const mend = await cut(page)
  await page.say('from the closed tab')
  await expect.poll(() => states(other)).toHaveLength(2)
  await page.page.close()
  await mend()
  await expectAsked(other, ['Hello', 'from the closed tab'])
})

test('a message waits in every tab with the reason, and is saved in every tab', async () => {
  const [page, other] = await twoTabs()
  const mend = await cut(page)
  await page.say('in both')
  for (const tab of [page, other]) await tab.page.getByText('Waiting for the network').waitFor()
  await mend()
  for (const tab of [page, other]) await expectAsked(tab, ['Hello', 'in both'])
})

test('a frozen tab in the middle of sending holds nobody up, and nothing comes twice when it wakes', async () => {
  const [frozen, page] = await twoTabs()
  const wake = Promise.withResolvers<void>()
  const caught = Promise.withResolvers<void>()
  await frozen.page.route(SENDS, async (route) => {
    caught.resolve()
    await wake.promise
    await route.continue()
  })
  await frozen.say('from the frozen tab')
  await caught.promise
  const devtools = await frozen.page.context().newCDPSession(frozen.page)
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' })
  await page.say('from the other tab')
  await expectAsked(page, ['Hello', 'from the frozen tab', 'from the other tab'])
  await devtools.send('Page.setWebLifecycleState', { state: 'active' })
  wake.resolve()
  await expectAsked(frozen, ['Hello', 'from the frozen tab', 'from the other tab'])
})

test('the server is killed while messages are on their way: each is stored once after its return', async () => {
  const page = await begun(await browsers.tab())
  await page.say('before')
  const killed = server.app.kill()
  for (const text of ['during', 'still', 'away']) await page.say(text)
  await killed
  await server.startAgain()
  await expectAsked(page, ['Hello', 'before', 'during', 'still', 'away'])
})

test('a day offline, 20 messages in two chats over two tabs, one of them closed: all once, in order', async () => {
  const page = await browsers.tab()
  await page.page.clock.install()
  await begun(page)
  const other = await begun(await browsers.another(page))
  const context = page.page.context()
  await context.setOffline(true)
  const typed: Record<string, string[]> = { [page.sessionId()]: ['Hello'], [other.sessionId()]: ['Hello'] }
  for (let n = 0; n < 20; n++) {
    const tab = n % 2 === 0 ? page : other
    await tab.say(`offline ${n}`)
    typed[tab.sessionId()]?.push(`offline ${n}`)
  }
  await expect.poll(async () => (await states(other)).length).toBe(11)
  const otherId = other.sessionId()
  await other.page.close()
  await page.page.clock.fastForward('23:59:59')
  await context.setOffline(false)
  await expectAsked(page, must(typed[page.sessionId()], 'what was typed'))
  await expect.poll(() => asked(otherId), PATIENT).toEqual(typed[otherId])
})

test('a server that is busy is asked again after the time it names; nothing is refused', async () => {
  const page = await begun(await browsers.tab())
  const gate = createGate()
  server.model.setReply(() => ({ deltas: ['ok'], gate: { before: 0, opened: gate.opened } }))
  // One more than may run and wait at once.
  const texts = Array.from({ length: 56 }, (_, n) => `many ${n}`)
  for (const text of texts) await page.say(text)
  await page.page.getByText('The server is busy, trying again').first().waitFor()
  expect(await page.page.getByText('Not sent.').count()).toBe(0)
  gate.open()
  await expectAsked(page, ['Hello', ...texts])
})

test('what is refused says why in every tab, is kept over a reload, and the rest go on', async () => {
  const [page, other] = await twoTabs()
  await page.say(TOO_LONG)
  await page.say('and the rest')
  await expectSaved(page, ['saved', 'saved', 'refused'])
  await page.page.reload()
  for (const tab of [page, other]) {
    await tab.page.getByText('Not sent. The message is too long').waitFor()
    await expectSaved(tab, ['saved', 'saved', 'refused'])
  }
  expect(await asked(page.sessionId())).toEqual(['Hello', 'and the rest'])
  await other.page.getByRole('button', { name: 'Dismiss' }).click()
  await expectSaved(page, ['saved', 'saved'])
})

test('what the server refuses stays, with why, and the rest go on', async () => {
  const page = await begun(await browsers.tab())
  await page.page.route(
    SENDS,
    (route) => route.continue({ postData: forbidden(route.request().postData()) }),
    {
      times: 1,
    },
  )
  await page.say('with more than there may be')
  await page.say('and the rest')
  await expectSaved(page, ['saved', 'saved', 'refused'])
  await page.page.reload()
  await expectSaved(page, ['saved', 'saved', 'refused'])
  expect(await asked(page.sessionId())).toEqual(['Hello', 'and the rest'])
})

test('a chat that was begun meanwhile, with another model, takes its first messages', async () => {
  const page = await (await browsers.tab()).open()
  const mend = await cut(page)
  await page.say('first')
  await page.page.getByText('Waiting for the network').waitFor()
  const created = await page.page.request.post(`${server.app.url}/trpc/session.create`, {
    data: { id: page.sessionId(), model: 'openai/fake-2' },
    headers: { origin: server.app.url },
  })
  expect(created.status()).toBe(200)
  await mend()
  await page.say('second')
  await expectAsked(page, ['first', 'second'])
})

test('a refused text goes back into the field, or into a new chat, and is the message that it then becomes', async () => {
  const page = await begun(await browsers.tab())
  const first = page.sessionId()
  await page.say(TOO_LONG)
  await page.page.getByRole('button', { name: 'Edit' }).click()
  await expect.poll(() => page.composer.inputValue()).toBe(TOO_LONG)
  await expectSaved(page, ['saved'])
  await page.composer.press('Enter')
  await page.page.getByRole('main').getByRole('button', { name: 'New chat' }).click()
  await expect.poll(() => page.composer.inputValue()).toBe(TOO_LONG)
  expect(page.sessionId()).toBe('')
  await page.say('shorter')
  await expectAsked(page, ['shorter'])
  expect(page.sessionId()).not.toBe(first)
  await page.open(first)
  await expectSaved(page, ['saved'])
})

test('where the browser has no IndexedDB a reload still loses nothing', async () => {
  const page = await browsers.tab()
  await page.page.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }))
  await begun(page)
  const mend = await cut(page)
  await page.say('kept all the same')
  await page.page.reload()
  await expect.poll(() => states(page)).toHaveLength(2)
  await mend()
  await expectAsked(page, ['Hello', 'kept all the same'])
})

test('a draft is shown in every tab, survives reloads and its tab, and is gone when it is sent', async () => {
  const [page, other] = await twoTabs()
  await page.composer.fill('Half a thou')
  await expect.poll(() => other.composer.inputValue()).toBe('Half a thou')
  await other.page.reload()
  await expect.poll(() => other.composer.inputValue()).toBe('Half a thou')
  await page.page.close()
  const third = await (await browsers.another(other)).open(other.sessionId())
  await expect.poll(() => third.composer.inputValue()).toBe('Half a thou')
  await third.say('Half a thought')
  await expectAsked(third, ['Hello', 'Half a thought'])
  await expect.poll(() => other.composer.inputValue()).toBe('')
})

test('who types into a field just as the draft of another tab comes into it, writes what they type and nothing else', async () => {
  const [page, other] = await twoTabs()
  await page.composer.fill('Of the other tab')
  await expect.poll(() => other.composer.inputValue()).toBe('Of the other tab')
  await other.page.keyboard.type('Mine')
  expect(await other.composer.inputValue()).toBe('Mine')
  expect(await page.composer.inputValue()).toBe('Of the other tab')
  await other.composer.press('Enter')
  await expectAsked(other, ['Hello', 'Mine'])
  await page.composer.press('Enter')
  await expectAsked(page, ['Hello', 'Mine', 'Of the other tab'])
})

test('an answer that broke off is continued: one answer with all of its text, in every tab', async () => {
  const [page, other] = await twoTabs()
  server.model.setReply(() => ({ deltas: ['Once upon', ' a'], end: 'cut' }))
  await page.say('Tell me')
  await page.page.getByText('The model broke off').waitFor()
  server.model.setReply(() => ({ deltas: [' time.'] }))
  await page.page.getByRole('button', { name: 'Continue' }).click()
  for (const tab of [page, other]) {
    await expect.poll(async () => (await tab.rows()).at(-1)?.text, PATIENT).toBe('Once upon a time.')
    await expect.poll(async () => (await tab.rows()).length).toBe(4)
  }
})
