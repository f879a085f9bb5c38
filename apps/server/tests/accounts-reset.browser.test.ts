import { expect, test } from 'vitest'
import { useBrowsers } from './testing/account-browsers.ts'
import type { AccountPage } from './testing/account-page.ts'
import { useApp } from './testing/use-app.ts'

const OPERATOR = 'operator@duck.test'
const PASSWORD = 'a good long password'
const server = useApp(undefined, { DUCK_AUTH: 'accounts', DUCK_OPERATORS: OPERATOR })
const browsers = useBrowsers(() => server.app.url)

/** Asked in a page of its own each time: who somebody is, is known for a few seconds. */
async function isOperator(page: AccountPage): Promise<boolean> {
  await page.page.reload()
  const answer = await page.page.request.get(`${server.app.url}/trpc/user.me`)
  return (await answer.text()).includes('"isOperator":true')
}

test('a lost password is set anew with a link of an operator’s, which works once', async () => {
  const ann = await (await browsers.tab()).open()
  await ann.signUp('Ann', 'ann@duck.test', PASSWORD)
  const operator = await (await browsers.tab()).open()
  await operator.signUp('Operator', OPERATOR, PASSWORD)
  // As after a link of whoever runs the server: an address alone, which anybody can name, makes no operator.
  await server.sql`update auth.people set email_verified = true where email = ${OPERATOR}`
  await expect.poll(() => isOperator(operator)).toBe(true)
  const settings = await operator.openSettings('People')
  await settings.getByRole('button', { name: 'One-time password link for Ann' }).click()
  const url = await settings.getByLabel('Password link for Ann', { exact: true }).inputValue()

  const reset = await browsers.tab()
  await reset.page.goto(url)
  expect(reset.page.url()).toBe(`${server.app.url}/reset`)
  await reset.page.getByLabel('New password').fill('another good password')
  await reset.page.getByLabel('Once more').fill('another good passwort')
  await reset.page.getByText('The two are not the same.').waitFor()
  await reset.page.getByLabel('Once more').fill('another good password')
  await reset.page.getByRole('button', { name: 'Set password' }).click()
  await reset.page.getByText('The password is set').waitFor()
  await reset.page.getByRole('link', { name: 'To the sign-in' }).click()
  await reset.signIn('ann@duck.test', 'another good password')
  await reset.page.getByRole('button', { name: 'Account: Ann' }).waitFor()

  const late = await browsers.tab()
  await late.page.goto(url)
  await late.page.getByLabel('New password').fill('yet another password')
  await late.page.getByLabel('Once more').fill('yet another password')
  await late.page.getByRole('button', { name: 'Set password' }).click()
  await late.page.getByText('This link was used already, or has expired.').waitFor()
})

test('who is no operator sees nothing of other people', async () => {
  const page = await (await browsers.tab()).open()
  await page.signUp('Bob', 'bob@duck.test', PASSWORD)
  const settings = await page.openSettings('Profile')
  expect(await settings.getByRole('button', { name: 'People' }).count()).toBe(0)
})
