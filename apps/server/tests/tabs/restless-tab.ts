import { setTimeout as pause } from 'node:timers/promises'
import type { ChatPage, Tab } from '@duck/testing/chromium'
import type { Random } from '@duck/testing/random'
import { drawnTwice } from './drawn-twice.ts'

const MOST_MESSAGES = 9
const turns = new WeakMap<Tab['context'], Promise<void>>()

/** Somebody who writes, reads elsewhere, stops answers, reloads and has a bad network, as a seed has it. */
export class RestlessTab {
  readonly chat: ChatPage
  /** What was sent here, by session. */
  readonly sent: { sessionId: string; text: string }[] = []
  /** Messages that stood in the page twice, up to its last reload. */
  readonly twice: string[] = []
  readonly #tab: Tab
  readonly #name: string
  readonly #random: Random

  constructor(name: string, tab: Tab, chat: ChatPage, random: Random) {
    this.#name = name
    this.#tab = tab
    this.chat = chat
    this.#random = random
  }

  /** Does one thing after another until `over` is aborted. */
  async live(sessionIds: readonly [string, ...string[]], over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      const dice = this.#random.next()
      if (dice < 0.45) await this.say()
      else if (dice < 0.55) await this.show(this.#random.pick(sessionIds))
      else if (dice < 0.65) await this.#cut(over)
      else if (dice < 0.7) await this.#reload()
      else if (dice < 0.75) await this.chat.page.keyboard.press('Escape')
      await pause(this.#random.between(50, 1_200), undefined, { signal: over }).catch(() => undefined)
    }
  }

  async say(): Promise<void> {
    if (this.sent.length >= MOST_MESSAGES) return
    const text = `${this.#name} says ${this.sent.length}: ${this.#random.between(0, 1e9)}`
    // Asked of the page itself: the driver hears of a change of address a moment later.
    const path: string = await this.chat.page.evaluate(() => location.pathname)
    this.sent.push({ sessionId: path.replace('/s/', ''), text })
    await this.chat.say(text)
  }

  /** Goes to a session by the sidebar, as one does without a network too. */
  async show(sessionId: string): Promise<void> {
    await this.chat.page.locator(`[data-session-id="${sessionId}"] a`).click()
  }

  /** Waits for the sidebar, which a page that was never online does not have. */
  async hasSessions(): Promise<void> {
    await this.chat.page.locator('[data-session-id] a').first().waitFor()
  }

  async keepTwice(): Promise<void> {
    this.twice.push(...(await drawnTwice(this.chat.page)))
  }

  #cut(over: AbortSignal): Promise<void> {
    return this.#aloneInWindow(async () => {
      await this.#tab.context.setOffline(true)
      await pause(this.#random.between(300, 6_000), undefined, { signal: over }).catch(() => undefined)
      await this.#tab.context.setOffline(false)
    })
  }

  #reload(): Promise<void> {
    return this.#aloneInWindow(async () => {
      await this.keepTwice()
      await this.chat.page.reload({ waitUntil: 'commit' })
      await this.hasSessions()
    })
  }

  /** A window's tabs have one network: none reloads while another has cut it, which no page survives. */
  #aloneInWindow(work: () => Promise<void>): Promise<void> {
    const turn = (turns.get(this.#tab.context) ?? Promise.resolve()).then(work)
    turns.set(this.#tab.context, turn)
    return turn
  }
}
