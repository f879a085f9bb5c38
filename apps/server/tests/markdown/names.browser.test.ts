import { must } from '@duck/protocol'
import { launchChromium } from '@duck/testing/chromium'
import { expect, test } from 'vitest'
import { AccountPage } from '../testing/account-page.ts'
import { useApp } from '../testing/use-app.ts'
import { watchPage } from './watch-page.ts'

const server = useApp()
const NAME = '<img src=https://evil.example/pwned onerror=alert(1)>'
const PERSON = { email: 'duck@pond.example', password: 'a long password' }

test('the names of a person, a key and a device do nothing where they are shown', async () => {
  await using browser = await launchChromium()
  const tab = must((await browser.openTabs(1))[0], 'a tab')
  const { faults } = await watchPage(tab, server.app.url)
  const page = await new AccountPage(tab.page, server.app.url).open()
  await page.choose('Create account')
  await page.signUp(NAME, PERSON.email, PERSON.password)
  const elsewhere = await fetch(`${server.app.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': NAME },
    body: JSON.stringify(PERSON),
  })
  expect(elsewhere.status).toBe(200)
  const settings = await page.openSettings('API keys')
  await settings.getByLabel('Name of a new key').fill(NAME)
  await settings.getByRole('button', { name: 'Create key' }).click()
  await settings.getByText(NAME).first().waitFor()
  for (const section of ['Devices', 'Another device', 'People', 'Profile']) {
    const button = settings.getByRole('navigation').getByRole('button', { name: section, exact: true })
    if (!(await button.isVisible())) continue
    await button.click()
    await settings.getByRole('heading', { name: section }).first().waitFor()
  }
  expect(await faults()).toEqual([])
})
