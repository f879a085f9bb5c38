import { signInTabs } from '@duck/testing/chromium'
import { expect, test } from 'vitest'
import { useBrowsers } from '../testing/account-browsers.ts'
import type { AccountPage } from '../testing/account-page.ts'
import { useApp } from '../testing/use-app.ts'
import { answered, beginChat, echoed } from './stage.ts'

const server = useApp(echoed)
const browsers = useBrowsers(() => server.app.url)

const thumb = ({ page }: AccountPage, name: 'Good answer' | 'Bad answer') =>
  page.locator('[data-role="assistant"]').last().getByRole('button', { name })

/** Which of the thumbs of the last answer are pressed. */
async function pressed(tab: AccountPage): Promise<string[]> {
  const names = ['Good answer', 'Bad answer'] as const
  const states = names.map((name) => thumb(tab, name).getAttribute('aria-pressed'))
  return (await Promise.all(states)).flatMap((state, n) => (state === 'true' ? [names[n] ?? ''] : []))
}

const stored = () => server.sql`select value, note from message_feedback`

/** Says why, in the dialog that a button opens. */
async function sayWhy({ page }: AccountPage, button: string, words: string): Promise<void> {
  await page.getByRole('button', { name: button }).click()
  const dialog = page.getByRole('dialog', { name: /^What was/ })
  await dialog.getByRole('textbox').fill(words)
  await dialog.getByRole('button', { name: 'Save' }).click()
}

test('what one thinks of an answer shows at once, on every device, and after a reload', async () => {
  const devices = [await browsers.tab(), await browsers.tab()] as const
  for (const { page } of devices)
    await signInTabs(server.app.url, [{ page, context: page.context(), errors: [] }])
  const [laptop, phone] = devices
  const chat = await beginChat(laptop, 'Quack')
  await phone.open(chat)
  await answered(phone, 2)
  await thumb(laptop, 'Bad answer').click()
  for (const tab of devices) await expect.poll(() => pressed(tab)).toEqual(['Bad answer'])
  await sayWhy(laptop, 'Say why', ' Too short ')
  for (const { page } of devices) await page.getByRole('button', { name: 'Your note' }).waitFor()
  expect(await stored()).toEqual([{ value: 'down', note: 'Too short' }])
  await phone.page.reload()
  await expect.poll(() => pressed(phone)).toEqual(['Bad answer'])
  await thumb(phone, 'Good answer').click()
  for (const tab of devices) await expect.poll(() => pressed(tab)).toEqual(['Good answer'])
  await thumb(laptop, 'Good answer').click()
  for (const tab of devices) await expect.poll(() => pressed(tab)).toEqual([])
  await expect.poll(stored).toEqual([])
})

test('a press that is refused is taken back with a word, and a note that is refused stays where it was typed', async () => {
  const tab = await browsers.tab()
  const { page } = tab
  await beginChat(tab, 'Quack')
  await thumb(tab, 'Good answer').click()
  await expect.poll(stored).toHaveLength(1)
  await server.sql`alter table message_feedback add constraint no_more check (false) not valid`
  try {
    await thumb(tab, 'Bad answer').click()
    await page.getByText('Something went wrong').waitFor()
    await expect.poll(() => pressed(tab)).toEqual(['Good answer'])
    await sayWhy(tab, 'Say why', 'Because')
    await page.getByRole('alert').getByText(/./).waitFor()
    expect(await page.getByRole('dialog').getByRole('textbox').inputValue()).toBe('Because')
  } finally {
    await server.sql`alter table message_feedback drop constraint no_more`
  }
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Your note' }).waitFor()
  expect(await stored()).toEqual([{ value: 'up', note: 'Because' }])
})
