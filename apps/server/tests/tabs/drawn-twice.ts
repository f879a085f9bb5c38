import type { ChatPage } from '@duck/testing/chromium'

type Page = ChatPage['page']

// As text, since the types of a page's globals are not known here. Observers are called before anything is painted.
const WATCH = `
  globalThis.drawnTwice = []
  new MutationObserver(() => {
    const ids = Array.from(document.querySelectorAll('[data-row][data-message-id]'), (row) => row.dataset.messageId)
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at)
    if (twice.length > 0) globalThis.drawnTwice.push(...twice)
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-message-id'] })
`

/** From its next load on the page notes every message that stands in it twice, after whichever change of the document. */
export async function watchDrawnTwice(page: Page): Promise<void> {
  await page.addInitScript(WATCH)
}

/** The ids of messages that stood in the page twice at any moment since it was loaded. */
export function drawnTwice(page: Page): Promise<string[]> {
  return page.evaluate(() => Reflect.get(globalThis, 'drawnTwice'))
}
