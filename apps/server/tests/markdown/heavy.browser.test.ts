import { must } from '@duck/protocol'
import type { ChatPage } from '@duck/testing/chromium'
import { beforeAll, expect, test } from 'vitest'
import { HEAVY } from './corpus/index.ts'
import { type Stage, useMarkdownApp } from './stage.ts'

const app = useMarkdownApp()
const TYPED = 'still typing'
// A page that parses such a text stands still for 3 to 20 s; one that does not, on a very busy machine, for one.
const SMOOTH_MS = 3_000

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
  expect(await slowestKey(chat.composer, TYPED)).toBeLessThan(SMOOTH_MS)
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

/** Types a text; the longest that the page kept a key waiting, in ms. */
async function slowestKey(field: ChatPage['composer'], text: string): Promise<number> {
  let slowest = 0
  for (const key of text) {
    const since = performance.now()
    await field.press(key)
    slowest = Math.max(slowest, performance.now() - since)
  }
  return slowest
}
