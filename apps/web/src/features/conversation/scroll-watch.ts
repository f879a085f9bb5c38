/** A finger that let go leaves the log moving for about so long. */
const MOMENTUM_MS = 1_000

/** Tells what the reader scrolls from what the browser does by itself. */
export interface ScrollWatch {
  /** A finger or a button has the log, or had it so lately that it is still moving: nobody else may move it. */
  isHeld: () => boolean
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
export function watchScrolls(view: HTMLElement, content: HTMLElement, onLetGo: () => void): ScrollWatch {
  let held = false
  let momentum: ReturnType<typeof setTimeout> | undefined
  let changed = false
  let last = placeOf(view)
  const hold = () => {
    held = true
    clearTimeout(momentum)
  }
  const letGo = () => {
    if (!held) return
    held = false
    onLetGo()
  }
  const onTouchEnd = () => {
    clearTimeout(momentum)
    momentum = setTimeout(letGo, MOMENTUM_MS)
  }
  // A finger's pointer ends where its scroll begins.
  const withMouse = (then: (event: PointerEvent) => void) => (event: PointerEvent) => {
    if (event.pointerType !== 'touch') then(event)
  }
  const onMove = withMouse(({ buttons }) => {
    // After a scrollbar some browsers do not say that the button was let go.
    if (buttons === 0) letGo()
  })
  const mutations = new MutationObserver(() => {
    if (changed) return
    changed = true
    // A frame's scroll events come before its callbacks; some browsers tell of a move a frame later.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        changed = false
      }),
    )
  })
  mutations.observe(content, { attributes: true, characterData: true, childList: true, subtree: true })
  const listening = new AbortController()
  const options = { signal: listening.signal, passive: true }
  view.addEventListener('pointerdown', withMouse(hold), options)
  view.addEventListener('touchstart', hold, options)
  for (const name of ['touchend', 'touchcancel']) view.addEventListener(name, onTouchEnd, options)
  for (const name of ['pointerup', 'pointercancel'] as const)
    window.addEventListener(name, withMouse(letGo), options)
  window.addEventListener('pointermove', onMove, options)

  return {
    isHeld: () => held,
    movedUp() {
      const before = last
      last = placeOf(view)
      if (last.top >= before.top) return null
      const same = !changed && last.height === before.height && last.windowHeight === before.windowHeight
      return same || held ? 'by reader' : 'by browser'
    },
    note() {
      last = placeOf(view)
    },
    stop() {
      clearTimeout(momentum)
      mutations.disconnect()
      listening.abort()
    },
  }
}

function placeOf({ scrollTop, scrollHeight, clientHeight }: HTMLElement) {
  return { top: scrollTop, height: scrollHeight, windowHeight: clientHeight }
}
