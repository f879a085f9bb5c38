import type { Session } from '@duck/protocol'
import { useMemo } from 'react'
import { isRefused } from '../../lib/outbox/outbox-entry.ts'
import { pendingSession } from '../../lib/outbox/pending-session.ts'
import { useServices } from '../../lib/services.ts'
import { inSidebarOrder, SESSIONS_PAGE } from '../../lib/session-cache.ts'
import { useStore } from '../../lib/store.ts'
import { trpc } from '../../lib/trpc.ts'

/** The sessions loaded so far, and those on their way to the server, in the sidebar's order. */
export function useSessions() {
  const query = trpc.session.list.useInfiniteQuery(SESSIONS_PAGE, {
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const entries = useStore(useServices().outbox.entries)
  const sessions = useMemo(() => {
    const byId = new Map<string, Session>()
    for (const entry of entries)
      if (entry.begins && !isRefused(entry)) byId.set(entry.sessionId, pendingSession(entry))
    for (const page of query.data?.pages ?? [])
      for (const session of page.sessions) byId.set(session.id, session)
    return inSidebarOrder([...byId.values()])
  }, [query.data, entries])
  return {
    sessions,
    loading: query.isPending,
    failed: query.isError && !query.data,
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
  }
}
