import { must } from '@duck/protocol'
import { type App, modelEnvironment, startApp } from '@duck/testing/app'
import { useTestDatabase } from '@duck/testing/database'
import { startModelServer } from '@duck/testing/model-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useBrowsers } from './testing/account-browsers.ts'
import type { AccountPage } from './testing/account-page.ts'
import { oidcEnvironment, startIdentityProvider } from './testing/identity-provider.ts'

const database = useTestDatabase()
const stack = new AsyncDisposableStack()
let running: App | undefined
const app = () => must(running, 'the app: it runs from beforeAll on')
const browsers = useBrowsers(() => app().url)

beforeAll(async () => {
  const model = await startModelServer()
  stack.defer(() => model.close())
  const provider = stack.use(await startIdentityProvider())
  provider.person = { sub: 'ann', email: 'ann@provider.test', email_verified: true, name: 'ann' }
  const env = { ...modelEnvironment(model), ...oidcEnvironment(provider) }
  running = stack.use(await startApp({ databaseUrl: database.url, env }))
  provider.redirectTo(`${running.url}/api/auth/callback/oidc`)
})
afterAll(() => stack.disposeAsync())

async function saved(page: AccountPage, count: number): Promise<void> {
  await expect
    .poll(async () => (await page.rows()).filter(({ state }) => state === 'saved').length)
    .toBe(count)
}

test('a guest who signs in with another provider keeps chats and drafts, and the message that waited, in every tab', async () => {
  const page = await (await browsers.tab()).open()
  await page.say('Mine')
  await saved(page, 2)
  const other = await (await browsers.another(page)).open()
  await other.page.getByRole('button', { name: 'Account: Guest' }).waitFor()
  await page.cutSends()
  await other.cutSends()
  await page.say('Waits')
  await page.page.getByText('Waiting for the network').waitFor()
  await page.composer.fill('Typed and not sent')
  const sessionId = page.sessionId()

  await page.choose('Sign in')
  await page.signInDialog.getByRole('button', { name: 'Continue with The Pond' }).click()
  await page.page.getByRole('button', { name: 'Account: ann' }).waitFor()
  await page.restoreSends()
  await other.restoreSends()
  await page.open(sessionId)
  expect(await page.composer.inputValue()).toBe('Typed and not sent')
  await saved(page, 4)
  await other.page.getByRole('button', { name: 'Account: ann' }).waitFor()
  await expect.poll(() => other.titles()).toEqual(['Mine'])
})

test('what went wrong at the other provider is said', async () => {
  const page = await browsers.tab()
  await page.page.goto(`${app().url}/?error=access_denied`)
  await page.page.getByText('The sign-in with the other provider did not work.').waitFor()
  expect(page.page.url()).toBe(`${app().url}/`)
})
