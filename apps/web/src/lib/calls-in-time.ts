import type { HTTPBatchLinkOptions } from '@trpc/client'
import type { AppRouter } from './app-router.ts'

type Fetch = NonNullable<HTTPBatchLinkOptions<AppRouter['_def']['_config']['$types']>['fetch']>

const CALL_TIMEOUT_MS = 20_000

export interface CallsInTime {
  /** A call on a dead line ends by itself, so that the queue behind it moves on; its id makes the retry safe. */
  fetch: Fetch
  /** Ends those under way for longer than `ms`, which their callers then make again: their lines are taken for dead. */
  giveUp: (ms: number) => void
}

/** Calls that end after 20 s, or when they are given up. */
export function callsInTime(): CallsInTime {
  const calls = new Set<{ began: number; controller: AbortController }>()
  return {
    fetch: (url, init) => {
      const call = { began: performance.now(), controller: new AbortController() }
      const timeout = AbortSignal.timeout(CALL_TIMEOUT_MS)
      // When the last of an answer is here is not known to us; to give up what is done does nothing.
      timeout.addEventListener('abort', () => calls.delete(call))
      calls.add(call)
      const signals = [call.controller.signal, timeout]
      if (init?.signal) signals.push(init.signal)
      return fetch(url, { ...init, signal: AbortSignal.any(signals) })
    },
    giveUp: (ms) => {
      const before = performance.now() - ms
      for (const call of calls) {
        if (call.began > before) continue
        calls.delete(call)
        call.controller.abort(new DOMException('The line is taken for dead.', 'TimeoutError'))
      }
    },
  }
}
