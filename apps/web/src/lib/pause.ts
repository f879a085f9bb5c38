import { onWake } from './on-wake.ts'

/** Resolves after `ms`, or as soon as the browser is back on a network or in view. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      stop()
      resolve()
    }
    const stop = onWake(done)
    const timer = setTimeout(done, ms)
  })
}
