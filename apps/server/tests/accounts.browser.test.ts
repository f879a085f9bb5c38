import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { useBrowsers } from './testing/account-browsers.ts'
import type { AccountPage } from './testing/account-page.ts'
import { storedRows } from './testing/stored-rows.ts'
import { useApp } from './testing/use-app.ts'

const server = useApp(undefined, { DUCK_AUTH: 'accounts', DUCK_GUESTS: 'off' })
const browsers = useBrowsers(() => server.app.url)
const PASSWORD = 'a good long password'

interface Account {
  name: string
  email: string
}

function newAccount(name: string): Account {
  return { name, email: `${name.toLowerCase()}-${uuidv7()}@duck.test` }
}

async function signUp({ name, email }: Account, page?: AccountPage): Promise<AccountPage> {
  const tab = page ?? (await (await browsers.tab()).open())
  await tab.signUp(name, email, PASSWORD)
  return tab
}

async function signInElsewhere({ email }: Account): Promise<AccountPage> {
  const page = await (await browsers.tab()).open()
  await page.signIn(email, PASSWORD)
  await page.signInDialog.waitFor({ state: 'detached' })
  return page
}

async function saved(page: AccountPage, count: number): Promise<void> {
  await expect
    .poll(async () => (await page.rows()).filter(({ state }) => state === 'saved').length)
    .toBe(count)
}

async function stored(page: AccountPage): Promise<string[]> {
  return (await storedRows(server.sql, page.sessionId())).map(({ text }) => text)
}

async function everyText(): Promise<string[]> {
  const rows = await server.sql<{ content: string }[]>`select content from messages`
  return rows.map(({ content }) => content)
}

test('nobody gets past the sign-in without an account', async () => {
  const page = await (await browsers.tab()).open()
  await page.signInDialog.waitFor()
  await page.page.keyboard.press('Escape')
  await page.page.keyboard.press('Escape')
  await page.page.mouse.click(5, 5)
  expect(await page.signInDialog.isVisible()).toBe(true)
  await page.signIn('nobody@duck.test', 'not the password')
  await page.signInDialog.getByRole('alert').getByText('is not right').waitFor()
  expect(await page.signInDialog.getByRole('button', { name: /guest/ }).count()).toBe(0)
})

test('signing out leaves nothing of the user in the browser, in every tab', async () => {
  const ann = newAccount('Ann')
  const page = await signUp(ann)
  await page.say('A secret about ducks')
  await saved(page, 2)
  const sessionId = page.sessionId()
  const other = await (await browsers.another(page)).open(sessionId)
  await saved(other, 2)
  await page.choose('Sign out')
  for (const tab of [page, other]) {
    await tab.signInDialog.waitFor()
    // The other tab first learns that nobody is signed in, and a moment later that this was the user's wish.
    const secrets = ['A secret about ducks', ann.email, ann.name, sessionId]
    await expect
      .poll(async () => {
        const everything = await tab.everything()
        return secrets.filter((secret) => everything.includes(secret))
      })
      .toEqual([])
  }
  await page.page.reload()
  await page.signInDialog.waitFor()
})

test('signing out with unsent messages asks first; discarded, they are gone', async () => {
  const ann = newAccount('Ann')
  const page = await signUp(ann)
  await page.say('First')
  await saved(page, 2)
  await page.cutSends()
  await page.say('Never arrives')
  await page.page.getByText('Waiting for the network').waitFor()
  await page.composer.fill('A draft')
  await page.choose('Sign out')
  const asked = page.page.getByRole('dialog', { name: 'Sign out?' })
  await asked.getByText('2 texts are not sent.').waitFor()
  await asked.getByRole('button', { name: 'Stay' }).click()
  expect(await page.composer.inputValue()).toBe('A draft')
  await page.choose('Sign out')
  await asked.getByRole('button', { name: 'Discard it and sign out' }).click()
  await page.signInDialog.waitFor()
  await page.restoreSends()
  const everything = await page.everything()
  for (const text of ['Never arrives', 'A draft']) expect(everything).not.toContain(text)
  await page.signIn(ann.email, PASSWORD)
  await expect.poll(() => page.titles()).toEqual(['First'])
  expect(await everyText()).not.toContain('Never arrives')
})

test('another user never sends what the one before has not sent; it waits for its own', async () => {
  const [ann, bob] = [newAccount('Ann'), newAccount('Bob')]
  const page = await signUp(ann)
  await page.cutSends()
  await page.say('Ann’s own words')
  await page.page.getByText('Waiting for the network').waitFor()
  await page.choose('Sign out')
  await page.page.getByRole('button', { name: 'Keep it and sign out' }).click()
  await page.signInDialog.waitFor()
  await page.restoreSends()
  await signUp(bob, page)
  await page.say('Bob’s own words')
  await saved(page, 2)
  await page.page.reload()
  await expect.poll(() => page.titles()).toEqual(['Bob’s own words'])
  expect(await page.page.content()).not.toContain('Ann’s own words')
  await page.choose('Sign out')
  await page.signIn(ann.email, PASSWORD)
  await page.page.getByRole('list', { name: 'Not sent' }).getByText('Ann’s own words').click()
  expect(await everyText()).not.toContain('Ann’s own words')
  await page.page.getByRole('button', { name: 'Retry' }).click()
  await saved(page, 2)
  expect((await everyText()).filter((text) => text === 'Ann’s own words')).toHaveLength(1)
})

test('another tab keeps its unsent text for its user when this one signs out and another user in', async () => {
  const [ann, bob] = [newAccount('Ann'), newAccount('Bob')]
  const page = await signUp(ann)
  const other = await (await browsers.another(page)).open()
  await other.page.getByRole('button', { name: 'Account: Ann' }).waitFor()
  for (const tab of [page, other]) await tab.cutSends()
  await other.say('From the other tab')
  await other.page.getByText('Waiting for the network').waitFor()
  await page.choose('Sign out')
  await page.page.getByRole('button', { name: 'Keep it and sign out' }).click()
  await other.signInDialog.waitFor()
  for (const tab of [page, other]) await tab.restoreSends()
  await signUp(bob, page)
  await other.page.getByRole('button', { name: 'Account: Bob' }).waitFor()
  await other.say('Bob in the other tab')
  await saved(other, 2)
  expect(await everyText()).not.toContain('From the other tab')
  await page.choose('Sign out')
  await page.signIn(ann.email, PASSWORD)
  await page.page.getByRole('list', { name: 'Not sent' }).getByText('From the other tab').waitFor()
})

test('signed out from another browser: the sign-in comes over the page within 5 s, and all goes on after it', async () => {
  const ann = newAccount('Ann')
  const page = await signUp(ann)
  await page.say('First')
  await saved(page, 2)
  await page.cutSends()
  await page.say('Waits')
  await page.page.getByText('Waiting for the network').waitFor()
  await page.composer.fill('Typed and not sent')
  const beside = await (await browsers.another(page)).open(page.sessionId())
  const elsewhere = await signInElsewhere(ann)
  const settings = await elsewhere.openSettings('Devices')
  await settings.getByRole('button', { name: /^Sign out/ }).click()
  await page.signInDialog.waitFor({ timeout: 5_000 })
  await beside.signInDialog.waitFor()
  await page.restoreSends()
  await page.signIn(ann.email, PASSWORD)
  for (const tab of [page, beside]) await tab.signInDialog.waitFor({ state: 'detached' })
  for (const tab of [page, beside]) await saved(tab, 4)
  expect((await stored(page)).filter((text) => text === 'Waits')).toHaveLength(1)
  expect(await page.composer.inputValue()).toBe('Typed and not sent')
  await settings.getByRole('button', { name: 'Close' }).click()
  await elsewhere.page.getByRole('link', { name: 'First' }).click()
  await elsewhere.say('From elsewhere')
  // The feed is up again: nothing was asked for.
  await saved(page, 6)
})

test('an API key is shown once, told by its last four characters, and revoked', async () => {
  const page = await signUp(newAccount('Ann'))
  const settings = await page.openSettings('API keys')
  const [docs] = await Promise.all([
    page.page.context().waitForEvent('page'),
    settings.getByRole('link', { name: 'described here' }).click(),
  ])
  await docs.getByRole('heading', { name: 'The Duck API' }).waitFor()
  await docs.close()
  await settings.getByLabel('Name of a new key').fill('My script')
  await settings.getByRole('button', { name: 'Create key' }).click()
  const key = await settings.getByLabel('Key My script', { exact: true }).inputValue()
  const list = `${server.app.url}/trpc/session.list`
  const call = async () => (await fetch(list, { headers: { authorization: `Bearer ${key}` } })).status
  expect(await call()).toBe(200)
  await settings.getByText(`…${key.slice(-4)}`).waitFor()
  await settings.getByRole('button', { name: 'I have copied it' }).click()
  expect(await page.everything()).not.toContain(key)
  await settings.getByRole('button', { name: 'Revoke My script' }).click()
  await settings.getByText('There is no key yet.').waitFor()
  await expect.poll(call).toBe(401)
})

test('a device that is signed out is gone from the list, and this one cannot be signed out there', async () => {
  const ann = newAccount('Ann')
  const page = await signUp(ann)
  const other = await signInElsewhere(ann)
  const settings = await page.openSettings('Devices')
  const devices = settings.locator('li[data-sign-in]')
  await expect.poll(() => devices.count()).toBe(2)
  expect(await devices.filter({ hasText: 'This one' }).getByRole('button').count()).toBe(0)
  await settings.getByRole('button', { name: /^Sign out/ }).click()
  await expect.poll(() => devices.count()).toBe(1)
  await other.signInDialog.waitFor({ timeout: 5_000 })
})

test('a changed password is the one that counts, and other devices are signed out', async () => {
  const ann = newAccount('Ann')
  const page = await signUp(ann)
  const other = await signInElsewhere(ann)
  const settings = await page.openSettings('Profile')
  await settings.getByLabel('Present password').fill(PASSWORD)
  await settings.getByLabel('New password').fill('another good password')
  await settings.getByRole('button', { name: 'Change password' }).click()
  await page.page.getByText('The password is changed.').waitFor()
  await other.signInDialog.waitFor({ timeout: 5_000 })
  await other.signIn(ann.email, PASSWORD)
  await other.signInDialog.getByRole('alert').getByText('is not right').waitFor()
  await other.signIn(ann.email, 'another good password')
  await other.signInDialog.waitFor({ state: 'detached' })
})

test('a deleted account takes everything along', async () => {
  const ann = newAccount('Ann')
  const page = await signUp(ann)
  await page.say('Soon gone')
  await saved(page, 2)
  const sessionId = page.sessionId()
  const settings = await page.openSettings('Profile')
  await settings.getByRole('button', { name: 'Delete my account…' }).click()
  const asked = page.page.getByRole('dialog', { name: 'Delete my account?' })
  const confirm = asked.getByRole('button', { name: 'Delete for good' })
  await asked.getByLabel('Password').fill('not the password')
  expect(await confirm.isDisabled()).toBe(true)
  await asked.getByLabel(/to confirm/).fill('delete')
  await confirm.click()
  await asked.getByRole('alert').getByText('is not right').waitFor()
  await asked.getByLabel('Password').fill(PASSWORD)
  await confirm.click()
  await page.signInDialog.waitFor()
  // The account is gone with the answer; what was written goes after it.
  await expect.poll(() => storedRows(server.sql, sessionId)).toEqual([])
  expect(await page.everything()).not.toContain(ann.email)
  await page.signIn(ann.email, PASSWORD)
  await page.signInDialog.getByRole('alert').getByText('is not right').waitFor()
})
