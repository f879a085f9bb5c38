import { ChatPage } from '@duck/testing/chromium'

/** A message as it stands on the screen. */
export interface Placed {
  index: number
  /** Pixels from the log's upper edge. */
  top: number
}

/** The chat as one reads it: where the log stands and what is mounted of it. */
export class ReadingPage extends ChatPage {
  get log() {
    return this.page.getByRole('log')
  }

  get toNewest() {
    return this.page.getByRole('button', { name: 'To the newest message' })
  }

  message(index: number) {
    return this.page.locator(`[data-message-index="${index}"]`)
  }

  /** Scrolls by so many pixels as a wheel does. */
  async wheel(pixels: number): Promise<void> {
    const box = await this.log.boundingBox()
    const view = this.page.viewportSize()
    if (box && view) await this.page.mouse.move(box.x + box.width / 2, view.height / 2)
    await this.page.mouse.wheel(0, pixels)
  }

  /** The saved messages that are mounted, by index. */
  mounted(): Promise<number[]> {
    return this.page.evaluate<number[]>(`${SAVED}.map(indexOf)`)
  }

  /** The messages on the screen. */
  inView(): Promise<Placed[]> {
    return this.page.evaluate<Placed[]>(IN_VIEW)
  }

  /** The messages on the screen, once they stand still. */
  stillView(): Promise<Placed[]> {
    return this.still(() => this.inView())
  }

  /** What is read of the page once it stands still: a wheel's or finger's way, or Markdown that is being drawn, has ended. */
  async still<Value>(read: () => Promise<Value>): Promise<Value> {
    for (let before = await read(); ; ) {
      await this.page.evaluate(FRAMES)
      const now = await read()
      if (JSON.stringify(now) === JSON.stringify(before)) return now
      before = now
    }
  }

  /** Notes from now on, at every change of the page, how many messages are mounted, and which one twice. */
  async watchRows(): Promise<void> {
    await this.page.evaluate(WATCH)
  }

  watched(): Promise<{ most: number; twice: number[]; empty: number }> {
    return this.page.evaluate('window.watchedRows')
  }
}

// As text, since the types of a page's globals are not known here.
const SAVED = `const indexOf = (row) => Number(row.dataset.messageIndex); [...document.querySelectorAll('[data-message-index]:not([data-message-index=""])')]`

const IN_VIEW = `(() => {
  const view = document.querySelector('.log-scroll').getBoundingClientRect()
  return [...document.querySelectorAll('[data-message-index]:not([data-message-index=""])')].flatMap((row) => {
    const { top, bottom } = row.getBoundingClientRect()
    return bottom > view.top && top < view.bottom ? [{ index: Number(row.dataset.messageIndex), top: top - view.top }] : []
  })
})()`

const FRAMES = `new Promise((done) => {
  let left = 12
  const next = () => (left-- > 0 ? requestAnimationFrame(next) : done())
  next()
})`

const WATCH = `(() => {
  window.watchedRows = { most: 0, twice: [], empty: 0 }
  const look = () => {
    const indexes = [...document.querySelectorAll('[data-message-index]:not([data-message-index=""])')].map((row) => row.dataset.messageIndex)
    const seen = new Set()
    for (const index of indexes) {
      if (seen.has(index)) window.watchedRows.twice.push(Number(index))
      seen.add(index)
    }
    window.watchedRows.most = Math.max(window.watchedRows.most, indexes.length)
    if (indexes.length === 0) window.watchedRows.empty++
  }
  look()
  new MutationObserver(look).observe(document.querySelector('[role="log"]'), { childList: true, subtree: true })
})()`
