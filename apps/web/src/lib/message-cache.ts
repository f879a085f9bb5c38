import type { MessageList } from '@duck/protocol'
import type { QueryClient } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { mergeFetched } from './message-list.ts'
import { trpc, type Utils } from './trpc.ts'

/** Rows a page asks for. The newest page's entry holds every row known of the session. */
export const PAGE_ROWS = 100

export function newestPage(sessionId: string) {
  return { sessionId, limit: PAGE_ROWS }
}

// What this tab wrote is computed from the present list, so it is taken as it is: merging it would bring back
// a bubble that was just removed.
const written = new WeakSet<object>()

/** Changes the session's list in the cache at once. Nothing happens where there is none and `change` adds none. */
export function writeList(
  utils: Utils,
  sessionId: string,
  change: (list: MessageList | undefined) => MessageList | undefined,
): void {
  utils.message.list.setData(newestPage(sessionId), (list) => {
    const next = change(list)
    if (next) written.add(next)
    return next
  })
}

/** Every answer of `message.list` is merged with what the cache holds, also one that arrives late. */
export function setMessageListDefaults(queryClient: QueryClient): void {
  queryClient.setQueryDefaults(getQueryKey(trpc.message.list), {
    structuralSharing: (cached, next) => {
      const list = asMessageList(next)
      if (!list || written.has(list)) return next
      return mergeFetched(asMessageList(cached) ?? undefined, list)
    },
  })
}

/** The one reading of untyped cache data: entries under this key are only ever filled by `message.list`. */
function asMessageList(data: unknown): MessageList | null {
  return typeof data === 'object' && data !== null && 'messages' in data ? (data as MessageList) : null
}
