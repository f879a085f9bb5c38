import { useMemo } from 'react'
import { isAbsent } from '../../lib/errors.ts'
import { newestPage } from '../../lib/message-cache.ts'
import { isRefused } from '../../lib/outbox/outbox-entry.ts'
import { useServices } from '../../lib/services.ts'
import { useStore } from '../../lib/store.ts'
import { trpc } from '../../lib/trpc.ts'
import { type LiveHead, useLiveHeads } from '../../lib/use-live.ts'
import { type Timeline, timeline } from './timeline.ts'

/** How often is asked while no hints arrive. */
const POLL_MS = 4_000

export interface Conversation extends Timeline {
  /** Nothing is known yet. */
  loading: boolean
  /** The server does not have this session. */
  missing: boolean
  failed: boolean
  refetch: () => void
}

/** Everything the session's page shows, from the cache and the live store together. */
export function useConversation(sessionId: string, exists: boolean): Conversation {
  const { connected, outbox } = useServices()
  const options = { enabled: exists, refetchInterval: useStore(connected) ? false : POLL_MS } as const
  const list = trpc.message.list.useQuery(newestPage(sessionId), options)
  const streams = trpc.stream.list.useQuery({ sessionId }, options)
  const heads: readonly LiveHead[] = useLiveHeads(sessionId)
  const entries = useStore(outbox.entries)
  const shown = useMemo(
    () =>
      timeline({
        list: list.data,
        streams: streams.data?.streams ?? [],
        heads,
        refused: entries.filter(isRefused).filter((one) => one.sessionId === sessionId),
      }),
    [list.data, streams.data, heads, entries, sessionId],
  )
  return {
    ...shown,
    loading: exists && list.isPending,
    // It may have been asked for before it was known that it waits in the outbox to be made.
    missing: exists && list.isError && isAbsent(list.error),
    failed: exists && list.isError && !list.data,
    refetch: () => void list.refetch(),
  }
}
