import { must } from '@duck/protocol'
import type { WebStage } from './open-stage.ts'
import type { WebPage } from './web-page.ts'

/** Milliseconds from the navigation until a key that was typed is seen in the composer. */
export interface Visits {
  /** By a browser that has never been here. */
  coldMs: number
  /** By the same one again. */
  warmMs: number
}

/** Visits a session twice. */
export async function visit(stage: WebStage, sessionId: string): Promise<Visits> {
  const page = await stage.newBrowser()
  const coldMs = await untilTyped(page, sessionId)
  const warmMs = await untilTyped(page, sessionId)
  await page.close()
  return { coldMs, warmMs }
}

async function untilTyped(page: WebPage, sessionId: string): Promise<number> {
  await page.chat.page.goto(`${page.chat.url}/s/${sessionId}`, { waitUntil: 'commit' })
  await page.chat.composer.press('d')
  await page.showsKeys(1)
  const { keys } = await page.take()
  await page.press('Backspace')
  return must(keys[0], 'the key').paintedAt
}
