/**
 * The process is stopped for so many ms: fake timers that fall due meanwhile fire once, when it goes on. Vitest's fake
 * timers can do it, but do not show it.
 */
export function stall(ms: number): void {
  const { clock } = fakeTimers()
  clock.jump(ms)
}

interface Faked {
  clock: { jump(ms: number): void }
}

/** The fake `setTimeout` carries the clock that it runs on. */
function fakeTimers(): Faked {
  if (!('clock' in setTimeout)) throw new Error('a stall needs fake timers')
  return setTimeout as typeof setTimeout & Faked
}
