/** A finger that let go leaves the log moving for about so long. */
const MOMENTUM_MS = 1_000

/** Tells what the reader scrolls from what the browser does by itself. */
export interface ScrollWatch {
  /** For every scroll event: whether the log moved up since it was last asked or told, and by whom. */
  movedUp: () => 'by reader' | 'by browser' | null
  /** Where the log is now is where it was put. */
  note: () => void
  stop: () => void
}

/**
 * A browser moves a log that got shorter, or whose window got taller, and says so at the next frame only. By then the log may be
 * longer again, so its height alone does not tell whose move it was: it was the reader's if a finger or button held the log, or if
 * nothing about it had changed since the last frame.
 */
export function watchScrolls(view: HTMLElement, content: HTMLElement): ScrollWatch {
  let heldUntil = 0
  let changed = false
  let last = placeOf(view)
  const hold = () => {
    heldUntil = Infinity
  }
  const letGo = () => {
    if (heldUntil === Infinity) heldUntil = performance.now() + MOMENTUM_MS
  }
  const onMove = ({ buttons, pointerType }: PointerEvent) => {
    // After a scrollbar some browsers do not say that the button was let go.
    if (pointerType === 'mouse' && buttons === 0) letGo()
  }
  const mutations = new MutationObserver(() => {
    if (changed) return
    changed = true
    // A frame's scroll events come before its callbacks.
    requestAnimationFrame(() => {
      changed = false
    })
  })
  mutations.observe(content, { attributes: true, characterData: true, childList: true, subtree: true })
  const listening = new AbortController()
  const { signal } = listening
  for (const name of ['pointerdown', 'touchstart'])
    view.addEventListener(name, hold, { signal, passive: true })
  for (const name of ['pointerup', 'touchend', 'touchcancel'])
    window.addEventListener(name, letGo, { signal, passive: true })
  window.addEventListener('pointermove', onMove, { signal, passive: true })

  return {
    movedUp() {
      const before = last
      last = placeOf(view)
      if (last.top >= before.top) return null
      const same = !changed && last.height === before.height && last.windowHeight === before.windowHeight
      return same || performance.now() < heldUntil ? 'by reader' : 'by browser'
    },
    note() {
      last = placeOf(view)
    },
    stop() {
      mutations.disconnect()
      listening.abort()
    },
  }
}

function placeOf({ scrollTop, scrollHeight, clientHeight }: HTMLElement) {
  return { top: scrollTop, height: scrollHeight, windowHeight: clientHeight }
}
