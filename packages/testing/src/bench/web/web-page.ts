/// <reference lib="dom" />
import type { CDPSession } from 'playwright-core'
import { ChatPage } from '../../chromium/chat-page.ts'
import type { Tab } from '../../chromium/launch-chromium.ts'
import { type Noted, PROBE, takeNoted } from './probe.ts'

/** What a page holds after its garbage was collected. */
export interface PageMemory {
  heapKb: number
  /** Of all documents, those of text included. */
  nodes: number
}

const BYTES = 1024
const SHOWN_MS = 60_000

/** A tab under measurement. */
export class WebPage {
  readonly chat: ChatPage
  readonly #tab: Tab
  #debugger: CDPSession | undefined

  constructor(tab: Tab, url: string) {
    this.#tab = tab
    this.chat = new ChatPage(tab.page, url)
  }

  /** What was noted since it was last asked; throws when the page complained of anything. */
  take(): Promise<Noted> {
    if (this.#tab.errors.length > 0) throw new Error(this.#tab.errors.join('\n'))
    return this.#tab.page.evaluate(takeNoted, PROBE)
  }

  /** Presses a key, as a keyboard does. */
  press(key: string): Promise<void> {
    return this.#tab.page.keyboard.press(key)
  }

  /** Until this many keys that were pressed are painted. */
  async showsKeys(count: number): Promise<void> {
    const arePainted = ({ name, wanted }: { name: string; wanted: number }) =>
      Reflect.get(globalThis, name).keys.length >= wanted
    await this.#tab.page.waitForFunction(arePainted, { name: PROBE, wanted: count }, { timeout: SHOWN_MS })
  }

  /** Until the page shows the row of this index or a later one. */
  async shows(index: number): Promise<void> {
    const isThere = (wanted: number) => {
      const shown = [...document.querySelectorAll('[data-message-index]')]
      return shown.some((row) => Number(row.getAttribute('data-message-index')) >= wanted)
    }
    await this.#tab.page.waitForFunction(isThere, index, { timeout: SHOWN_MS })
  }

  /** Until the answer has text; its stream is shown while it runs. */
  async showsTextOf(answerId: string): Promise<void> {
    const hasText = (id: string) =>
      (document.querySelector(`[data-message-id="${id}"] .prose`)?.textContent ?? '') !== ''
    await this.#tab.page.waitForFunction(hasText, answerId, { timeout: SHOWN_MS })
  }

  async showsSaved(answerId: string): Promise<void> {
    const saved = this.#tab.page.locator(`[data-message-id="${answerId}"][data-state="saved"]`)
    await saved.waitFor({ state: 'attached', timeout: SHOWN_MS })
  }

  async memory(): Promise<PageMemory> {
    this.#debugger ??= await this.#tab.context.newCDPSession(this.#tab.page)
    await this.#debugger.send('HeapProfiler.collectGarbage')
    const { usedSize } = await this.#debugger.send('Runtime.getHeapUsage')
    const { nodes } = await this.#debugger.send('Memory.getDOMCounters')
    return { heapKb: usedSize / BYTES, nodes }
  }

  close(): Promise<void> {
    return this.#tab.context.close()
  }
}
