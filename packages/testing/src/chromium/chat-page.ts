import type { Locator, Page } from 'playwright-core'

/** A message as a tab shows it. */
export interface ShownRow {
  id: string
  /** null until it is saved. */
  index: number | null
  role: string
  state: string
  text: string
}

/** The chat as a person uses it: what is typed, pressed and seen in one tab. */
export class ChatPage {
  readonly page: Page
  readonly composer: Locator
  readonly url: string

  constructor(page: Page, url: string) {
    this.page = page
    this.url = url
    this.composer = page.getByRole('textbox', { name: 'Message' })
  }

  /** Opens the new-chat page, or a session's. */
  async open(sessionId?: string): Promise<this> {
    await this.page.goto(sessionId ? `${this.url}/s/${sessionId}` : this.url)
    await this.composer.waitFor()
    return this
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.composer.press('Enter')
  }

  /** The id of the session shown; '' on the new-chat page. */
  sessionId(): string {
    return /\/s\/([^/?#]+)/.exec(this.page.url())?.[1] ?? ''
  }

  /** The conversation from top to bottom. */
  rows(): Promise<ShownRow[]> {
    return this.page.locator('[data-row][data-message-id]').evaluateAll((elements) =>
      elements.map((element) => ({
        id: element.getAttribute('data-message-id') ?? '',
        index: element.getAttribute('data-message-index')
          ? Number(element.getAttribute('data-message-index'))
          : null,
        role: element.getAttribute('data-role') ?? '',
        state: element.getAttribute('data-state') ?? '',
        text: (element.querySelector('.prompt-bubble, .prose')?.textContent ?? '').trim(),
      })),
    )
  }

  answer(nth = -1): Locator {
    return this.page.locator('[data-role="assistant"][data-message-id]').nth(nth)
  }
}
