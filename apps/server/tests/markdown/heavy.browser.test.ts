import { must } from '@duck/protocol'
import type { ChatPage } from '@duck/testing/chromium'
import { beforeAll, expect, test } from 'vitest'
import { HEAVY } from './corpus/index.ts'
import { type Stage, useMarkdownApp } from './stage.ts'

const app = useMarkdownApp()
const TYPED = 'still typing'
// A page that parses such a text works for 3 to 20 s between two keys; one that does not, for a third of one.
const SMOOTH_MS = 1_500

let stage: Stage
beforeAll(async () => {
  stage = await app.openStage()
})

// All in one chat, so that each is written below those before it.
test.each(HEAVY)('$name: typing goes on while it is written, and no part of it is lost', async (heavy) => {
  const { chat, faults } = stage
  const count = await chat.page.locator('[data-role="assistant"]').count()
  const showing = app.show(stage, [heavy.text])
  await chat.answer(count).waitFor()
  expect(await mostWork(chat, TYPED)).toBeLessThan(SMOOTH_MS)
  expect(await chat.composer.inputValue()).toBe(TYPED)
  await chat.composer.fill('')
  const [answer] = await showing
  const prose = chat.page.locator(`[data-message-id="${must(answer, 'an answer')}"] .prose`)
  const plain = prose.locator('> p.whitespace-pre-wrap')
  if (heavy.plain)
    expect(await plain.evaluateAll((elements) => elements.map((element) => element.textContent))).toEqual([
      heavy.text,
    ])
  else expect(await prose.locator('pre').textContent()).toContain(heavy.text.split('\n').at(-2))
  expect(await faults()).toEqual([])
})

/** Types a text; the most that the page's thread worked between two keys, in ms of the processor's: waiting for it is no work. */
async function mostWork({ page, composer }: ChatPage, text: string): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return 1_000 * must(metrics.find(({ name }) => name === 'TaskDuration')?.value, 'its tasks')
  }
  let most = 0
  let before = await worked()
  for (const key of text) {
    await composer.press(key)
    const now = await worked()
    most = Math.max(most, now - before)
    before = now
  }
  await devtools.detach()
  return most
}
