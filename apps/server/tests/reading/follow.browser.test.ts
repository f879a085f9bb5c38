import { expect, test } from 'vitest'
import { useReadingStage } from './stage.ts'

const stage = useReadingStage()

test('a reader at the end of a long session goes along with all that comes, however much', async () => {
  const sessionId = await stage.longSession(1_000)
  const page = await stage.openTab()
  await page.open(sessionId)
  const last = () => page.page.locator('[data-message-index]').last().getAttribute('data-message-index')
  await expect.poll(last).toBe('999')
  for (let n = 0; n < 240; n += 20) {
    for (let m = 0; m < 20; m++) await stage.say(sessionId, `message ${n + m}`)
    await expect.poll(last, { timeout: 5_000 }).toBe(String(1_000 + n + 19))
  }
  expect(await page.page.getByRole('button', { name: /To the newest message/ }).count()).toBe(0)
}, 90_000)
