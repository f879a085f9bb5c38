const TICK_MS = 2_000
/** A tick so late was no throttled timer, which comes once a minute at the latest, nor a long task: the machine slept. */
const SLEPT_MS = 70_000
/** In view no timer is throttled. */
const SLEPT_IN_VIEW_MS = 6_000
/** Pages out of view wait up to so long, so that all the tabs of a window that comes back do not ask at once. */
const HIDDEN_WITHIN_MS = 3_000
const HIDDEN_AFTER_MS = 500

/**
 * Tells whenever the page comes back from where it may have missed something: out of view, frozen, put away by the
 * browser's back button, offline, or asleep with the machine. What is in view hears of it at once.
 */
export function onReturn(tell: () => void): void {
  let later: ReturnType<typeof setTimeout> | undefined
  const back = () => {
    clearTimeout(later)
    if (isInView()) tell()
    else later = setTimeout(tell, HIDDEN_AFTER_MS + Math.random() * HIDDEN_WITHIN_MS)
  }
  addEventListener('pageshow', ({ persisted }) => persisted && back())
  addEventListener('online', back)
  document.addEventListener('resume', back)
  document.addEventListener('visibilitychange', () => isInView() && back())
  onSleep(back)
}

/** Tells when a timer comes so late that the machine must have slept. */
export function onSleep(tell: () => void): void {
  let last = Date.now()
  setInterval(() => {
    const late = Date.now() - last - TICK_MS
    last = Date.now()
    if (late > (isInView() ? SLEPT_IN_VIEW_MS : SLEPT_MS)) tell()
  }, TICK_MS)
}

export function isInView(): boolean {
  return document.visibilityState === 'visible'
}
