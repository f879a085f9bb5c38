/// <reference lib="dom" />

/** What `spyOnGrowth` notes in the page; read it with `evaluate(() => Reflect.get(globalThis, JUMPS))`. */
export const JUMPS = '__duckJumps'

/**
 * Runs in the page before any of its scripts, so it stands alone. While answers are written, and when they become rows, it notes
 * every loss of height by more than a line, and every shown element, but the last, that goes away or changes its place.
 */
export function spyOnGrowth(key: string): void {
  const jumps: string[] = []
  Object.defineProperty(globalThis, key, { value: jumps })
  const MOST_LOST_PX = 30
  const seen = new WeakMap<Element, { height: number; finished: Element[] }>()
  const look = (prose: Element) => {
    const before = seen.get(prose) ?? { height: 0, finished: [] }
    const height = prose.getBoundingClientRect().height
    const finished = [...prose.children].slice(0, -1)
    const end = prose.textContent.slice(-60)
    if (height < before.height - MOST_LOST_PX)
      jumps.push(`height: ${before.height} to ${height} after ${JSON.stringify(end)}`)
    const moved = before.finished.findIndex((element, at) => finished[at] !== element)
    if (moved >= 0)
      jumps.push(
        `node ${moved} of ${before.finished.length}: ${before.finished[moved]?.outerHTML.slice(0, 80)} after ${JSON.stringify(end)}`,
      )
    seen.set(prose, { height: Math.max(height, before.height), finished })
  }
  new MutationObserver((changes) => {
    const touched = new Set(
      changes.map(({ target }) =>
        (target instanceof Element ? target : target.parentElement)?.closest('.prose'),
      ),
    )
    for (const prose of touched) if (prose) look(prose)
  }).observe(document, { subtree: true, childList: true, characterData: true })
}
