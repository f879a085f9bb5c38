import { useMemo } from 'react'
import { isAbsent } from '../../lib/errors.ts'
import { newestPage } from '../../lib/message-cache.ts'
import { isRefused } from '../../lib/outbox/outbox-entry.ts'
import { useServices } from '../../lib/services.ts'
import { useStore } from '../../lib/store.ts'
import { trpc } from '../../lib/trpc.ts'
import { type LiveHead, useLiveHeads } from '../../lib/use-live.ts'
import { type Reading, useReading } from './reading/use-reading.ts'
import { type TimelineItem, timeline } from './timeline.ts'

/** How often is asked while no hints arrive. */
const POLL_MS = 4_000

export interface Conversation {
  items: readonly TimelineItem[]
  reading: Reading
  /** The answer that is being written. */
  running: string | null
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
  const reading = useReading(sessionId, list.data)
  const { rows, line, live } = reading
  const items = useMemo(
    () =>
      timeline({
        list: list.data,
        shown: { rows, line, live },
        streams: streams.data?.streams ?? [],
        heads,
        refused: entries.filter(isRefused).filter((one) => one.sessionId === sessionId),
      }),
    [list.data, rows, line, live, streams.data, heads, entries, sessionId],
  )
  return {
    items,
    reading,
    running: heads.find(({ status }) => status === 'open')?.streamId ?? null,
    // A session that has messages shows some.
    loading:
      exists &&
      (list.isPending || (line.length === 0 && list.data !== undefined && list.data.headId !== null)),
    // It may have been asked for before it was known that it waits in the outbox to be made.
    missing: exists && list.isError && isAbsent(list.error),
    failed: exists && list.isError && !list.data,
    refetch: () => void list.refetch(),
  }
}
