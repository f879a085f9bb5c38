import { backoffMs, failureOf, isTransient, oneAtATime } from '@duck/protocol'
import type { TRPCClient } from '@trpc/client'
import type { AppRouter } from './app-router.ts'
import { pause } from './pause.ts'
import { patchSession } from './session-cache.ts'
import { sleep } from './sleep.ts'
import type { Store } from './store.ts'
import type { Utils } from './trpc.ts'

/** Several rows of a moment are one call. */
const AT_MOST_EVERY_MS = 150

export interface ReadMarks {
  /** Somebody has seen the session's row of that index, and so all before it. */
  seen: (sessionId: string, messageIndex: number) => void
  /** Tells at once what is not told yet: the page is left. */
  flush: () => void
}

/** Tells the server what was read, in order and once; here it shows at once. */
export function createReadMarks(
  utils: Utils,
  client: TRPCClient<AppRouter>,
  caller: Store<string | null>,
): ReadMarks {
  const seen = new Map<string, number>()
  const told = new Map<string, number>()
  const tell = oneAtATime(async (sessionId) => {
    told.set(sessionId, await tellOnce(client, sessionId, () => seen.get(sessionId) ?? -1))
    await sleep(AT_MOST_EVERY_MS)
  })
  return {
    seen: (sessionId, messageIndex) => {
      const known = utils.session.get.getData({ sessionId })?.lastReadIndex ?? -1
      if (messageIndex <= Math.max(known, seen.get(sessionId) ?? -1)) return
      seen.set(sessionId, messageIndex)
      patchSession(utils, sessionId, { lastReadIndex: messageIndex })
      tell(sessionId)
    },
    flush: () => {
      for (const [sessionId, messageIndex] of seen)
        if (messageIndex > (told.get(sessionId) ?? -1)) tellLast(caller.get(), { sessionId, messageIndex })
    },
  }
}

async function tellOnce(
  client: TRPCClient<AppRouter>,
  sessionId: string,
  index: () => number,
): Promise<number> {
  for (let attempt = 1; ; attempt++)
    try {
      const messageIndex = index()
      await client.session.markRead.mutate({ sessionId, messageIndex })
      return messageIndex
    } catch (error) {
      if (!isTransient(error, attempt)) return index()
      await pause(failureOf(error).retryAfterMs ?? backoffMs(attempt))
    }
}

/** A call that goes on when the page is gone; the client would begin it a turn too late. */
function tellLast(caller: string | null, mark: { sessionId: string; messageIndex: number }): void {
  const headers = { 'content-type': 'application/json', 'x-duck-user': caller ?? '' }
  const body = JSON.stringify(mark)
  fetch('/trpc/session.markRead', { method: 'POST', keepalive: true, headers, body }).catch(() => undefined)
}
