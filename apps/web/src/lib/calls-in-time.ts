import type { HTTPBatchLinkOptions } from '@trpc/client'
import type { AppRouter } from './app-router.ts'

type Fetch = NonNullable<HTTPBatchLinkOptions<AppRouter['_def']['_config']['$types']>['fetch']>

const CALL_TIMEOUT_MS = 20_000

export interface CallsInTime {
  /** A call on a dead line ends by itself, so that the queue behind it moves on; its id makes the retry safe. */
  fetch: Fetch
  /** Ends those under way, which their callers then make again: the line that they went over is taken for dead. */
  giveUp: () => void
}

/** Calls that end after 20 s, or when they are given up. */
export function callsInTime(): CallsInTime {
  let underWay = new AbortController()
  return {
    fetch: (url, init) => {
      const signals = [underWay.signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]
      if (init?.signal) signals.push(init.signal)
      return fetch(url, { ...init, signal: AbortSignal.any(signals) })
    },
    giveUp: () => {
      underWay.abort(new DOMException('The line is taken for dead.', 'TimeoutError'))
      underWay = new AbortController()
    },
  }
}
