import { failureOf, type SearchHit } from '@duck/protocol'
import { useEffect } from 'react'
import { trpc } from '../../lib/trpc.ts'
import { useSettled } from '../../lib/use-settled.ts'

const TYPED_MS = 200
/** A page may have few hits, since each call looks at a bounded amount of text: so many are looked for without being asked. */
const FIRST_HITS = 20
const TOO_LONG = 'That is too long to be searched for.'
const AWAY = 'The search did not work. Try it again.'

export interface Found {
  /** What is looked for; empty when nothing is. */
  query: string
  hits: readonly SearchHit[]
  searching: boolean
  /** Why there is no answer, in words. */
  fault: string | null
  /** Looks for more; null when all is found. */
  more: (() => void) | null
}

/** The messages that contain what was typed, in one session or in all. */
export function useSearch(typed: string, sessionId: string | null): Found {
  const query = useSettled(typed.trim() === '' ? '' : typed, TYPED_MS)
  const search = trpc.message.search.useInfiniteQuery(
    { query, ...(sessionId === null ? {} : { sessionId }) },
    {
      enabled: query !== '',
      getNextPageParam: ({ nextCursor }) => nextCursor,
      trpc: { abortOnUnmount: true },
      // What was said since is found by the next search, and this one does not change under the reader's eyes.
      staleTime: Infinity,
      gcTime: 0,
    },
  )
  const hits = search.data?.pages.flatMap((page) => page.hits) ?? []
  const { fetchNextPage, hasNextPage, isFetching, isError } = search
  const tooFew = hits.length < FIRST_HITS
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError && tooFew) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetching, isError, tooFew])
  return {
    query,
    hits: query === '' ? [] : hits,
    searching: isFetching || (typed !== query && typed.trim() !== ''),
    fault: isError ? (failureOf(search.error).code === 'BAD_REQUEST' ? TOO_LONG : AWAY) : null,
    more: hasNextPage && !isFetching ? () => void fetchNextPage() : null,
  }
}
