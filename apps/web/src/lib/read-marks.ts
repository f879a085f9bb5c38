import type { TRPCClient } from '@trpc/client'
import type { AppRouter } from './app-router.ts'
import { backoffMs, pause } from './backoff.ts'
import { failureOf, isTransient } from './errors.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { patchSession } from './session-cache.ts'
import type { Utils } from './trpc.ts'

/** Several rows of a moment are one call. */
const AT_MOST_EVERY_MS = 150

export interface ReadMarks {
  /** Somebody has seen the session's row of that index, and so all before it. */
  seen: (sessionId: string, messageIndex: number) => void
}

/** Tells the server what was read, in order and once; here it shows at once. */
export function createReadMarks(utils: Utils, client: TRPCClient<AppRouter>): ReadMarks {
  const seen = new Map<string, number>()
  const tell = oneAtATime(async (sessionId) => {
    await tellOnce(client, sessionId, () => seen.get(sessionId) ?? -1)
    await new Promise((resolve) => setTimeout(resolve, AT_MOST_EVERY_MS))
  })
  return {
    seen: (sessionId, messageIndex) => {
      const known = utils.session.get.getData({ sessionId })?.lastReadIndex ?? -1
      if (messageIndex <= Math.max(known, seen.get(sessionId) ?? -1)) return
      seen.set(sessionId, messageIndex)
      patchSession(utils, sessionId, { lastReadIndex: messageIndex })
      tell(sessionId)
    },
  }
}

async function tellOnce(
  client: TRPCClient<AppRouter>,
  sessionId: string,
  index: () => number,
): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      await client.session.markRead.mutate({ sessionId, messageIndex: index() })
      return
    } catch (error) {
      if (!isTransient(error, attempt)) return
      await pause(failureOf(error).retryAfterMs ?? backoffMs(attempt))
    }
}
