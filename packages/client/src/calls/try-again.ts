import { backoffMs, failureOf, isTransient } from '@duck/protocol'
import { sleep } from './sleep.ts'
import { toDuckError } from './to-duck-error.ts'

export interface Patience {
  /** How long, from the first try, another one may begin. */
  patienceMs: number
  /** Ends it all. */
  signal: AbortSignal
  /** Whether a second try does no harm when the first one happened without our knowing. */
  isRepeatable: boolean
  /** Monotonic, milliseconds. */
  now?: () => number
  pause?: (ms: number, signal: AbortSignal) => Promise<void>
}

/**
 * Makes a call, and makes it again while that may help: no answer, a server that is busy or starts anew, a fault in it (three
 * times). It waits as long as the server says, else ever longer, 0.4 to 8 s.
 *
 * @throws DuckError the last failure; the signal's reason.
 */
export async function tryAgain<Value>(call: () => Promise<Value>, patience: Patience): Promise<Value> {
  const { patienceMs, signal, isRepeatable, now = () => performance.now(), pause = sleep } = patience
  const until = now() + patienceMs
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted()
    try {
      return await call()
    } catch (error) {
      signal.throwIfAborted()
      const { code, retryAfterMs } = failureOf(error)
      const wait = retryAfterMs ?? backoffMs(tries)
      // Only this one says for certain that nothing was done.
      const harmless = isRepeatable || code === 'TOO_MANY_REQUESTS'
      if (!harmless || !isTransient(error, tries) || now() + wait > until) throw toDuckError(error)
      await pause(wait, signal)
    }
  }
}
