import type { Session } from '@duck/protocol'
import { useMemo } from 'react'
import { inSidebarOrder, SESSIONS_PAGE } from '../../lib/session-cache.ts'
import { trpc } from '../../lib/trpc.ts'

/** The sessions loaded so far, in the sidebar's order. */
export function useSessions() {
  const query = trpc.session.list.useInfiniteQuery(SESSIONS_PAGE, {
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const sessions = useMemo(() => {
    const byId = new Map<string, Session>()
    for (const page of query.data?.pages ?? [])
      for (const session of page.sessions) byId.set(session.id, session)
    return inSidebarOrder([...byId.values()])
  }, [query.data])
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
