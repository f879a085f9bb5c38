import { isAbsent, type MessageList, type Stream } from '@duck/protocol'
import { useMemo } from 'react'
import { newestPage } from '../../lib/message-cache.ts'
import { isRefused, type RefusedEntry } from '../../lib/outbox/outbox-entry.ts'
import { useServices } from '../../lib/services.ts'
import { useStore } from '../../lib/store.ts'
import { trpc } from '../../lib/trpc.ts'
import { type LiveHead, useLiveHeads } from '../../lib/use-live.ts'

/** What is known of a session and not yet put in order. */
export interface Conversation {
  list: MessageList | undefined
  /** Those without a row. */
  streams: readonly Stream[]
  heads: readonly LiveHead[]
  refused: readonly RefusedEntry[]
  /** The answer that is being written. */
  running: string | null
  /** There is nothing to show. */
  isEmpty: boolean
  /** Nothing is known yet. */
  loading: boolean
  /** The server does not have this session. */
  missing: boolean
  failed: boolean
  refetch: () => void
}

const NO_STREAMS: readonly Stream[] = []

/** Everything that the session's page shows, from the cache, the live store and the outbox. */
export function useConversation(sessionId: string, exists: boolean): Conversation {
  const { outbox } = useServices()
  // While no hints arrive, the feed asks for everything shown.
  const options = { enabled: exists }
  const list = trpc.message.list.useQuery(newestPage(sessionId), options)
  const { data: { streams } = { streams: NO_STREAMS } } = trpc.stream.list.useQuery({ sessionId }, options)
  const heads: readonly LiveHead[] = useLiveHeads(sessionId)
  const entries = useStore(outbox.entries)
  const refused = useMemo(
    () => entries.filter(isRefused).filter((one) => one.sessionId === sessionId),
    [entries, sessionId],
  )
  const rows = list.data?.messages.length ?? 0
  return {
    list: list.data,
    streams,
    heads,
    refused,
    running: heads.find(({ status }) => status === 'open')?.streamId ?? null,
    isEmpty: rows + heads.length + refused.length === 0,
    loading: exists && list.isPending,
    // It may have been asked for before it was known that it waits in the outbox to be made.
    missing: exists && list.isError && isAbsent(list.error),
    failed: exists && list.isError && !list.data,
    refetch: () => void list.refetch(),
  }
}
