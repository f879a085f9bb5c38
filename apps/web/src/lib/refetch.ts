import type { QueryClient, QueryKey } from '@tanstack/react-query'

/** `hidden`: nobody looks at it, so it is fetched when somebody does. `failed`: it stays stale. */
export type Refetched<Data> = { data: Data } | 'hidden' | 'failed'

/**
 * Fetches a query that is shown once more, not before now: a fetch that is under way may have begun before what made
 * it stale.
 */
export async function refetch<Data>(queryClient: QueryClient, queryKey: QueryKey): Promise<Refetched<Data>> {
  await queryClient.invalidateQueries({ queryKey, exact: true, refetchType: 'none' })
  const query = queryClient.getQueryCache().find<Data>({ queryKey })
  if (!query?.isActive()) return 'hidden'
  try {
    return { data: await query.fetch(undefined, { cancelRefetch: true }) }
  } catch {
    return 'failed'
  }
}

/** Waits for the first fetch of a query, if that is under way: it is never begun anew. */
export async function firstFetch(queryClient: QueryClient, queryKey: QueryKey): Promise<void> {
  const query = queryClient.getQueryCache().find({ queryKey })
  if (query?.state.data === undefined && query?.state.fetchStatus === 'fetching')
    await query.fetch().catch(() => undefined)
}

/** What waits to be asked for once more, after a failure, is asked for now: something has changed for the better. */
export function retryNow(queryClient: QueryClient): void {
  for (const query of queryClient.getQueryCache().findAll({ type: 'active', fetchStatus: 'fetching' })) {
    if (query.state.fetchFailureCount === 0) continue
    // In one breath: at no moment it seems as if nothing were to be fetched.
    query.cancel({ silent: true, revert: true }).catch(() => undefined)
    query.fetch().catch(() => undefined)
  }
}

/** Whether anybody looks at the query. */
export function isShown(queryClient: QueryClient, queryKey: QueryKey): boolean {
  return queryClient.getQueryCache().find({ queryKey })?.isActive() ?? false
}
