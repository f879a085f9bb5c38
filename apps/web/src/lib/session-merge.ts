import type { Session, SessionList } from '@duck/protocol'
import { type InfiniteData, type QueryClient, replaceEqualDeep } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import type { AskedChanges } from './asked-changes.ts'
import { trpc } from './trpc.ts'

/**
 * An answer about a session merged with what is known of it: counts and read marks only grow, so the higher one is newer,
 * whichever answer came first.
 */
export function mergeSession(known: Session | undefined, told: Session): Session {
  if (!known) return told
  const { messageCount, headId } = known.messageCount > told.messageCount ? known : told
  return { ...told, messageCount, headId, lastReadIndex: Math.max(known.lastReadIndex, told.lastReadIndex) }
}

/** Every answer of `session.get` and `session.list` is merged with what the cache holds and this tab has asked to change. */
export function setSessionDefaults(queryClient: QueryClient, asked: AskedChanges): void {
  queryClient.setQueryDefaults(getQueryKey(trpc.session.get), {
    structuralSharing: (cached, next) => {
      const told = asSession(next)
      return told ? replaceEqualDeep(cached, asked.over(mergeSession(asSession(cached), told))) : next
    },
  })
  queryClient.setQueryDefaults(getQueryKey(trpc.session.list), {
    structuralSharing: (cached, next) => {
      const told = asPages(next)
      return told ? replaceEqualDeep(cached, mergePages(asPages(cached), told, asked)) : next
    },
  })
}

type Pages = InfiniteData<SessionList>

function mergePages(known: Pages | undefined, told: Pages, asked: AskedChanges): Pages {
  const before = new Map(known?.pages.flatMap(({ sessions }) => sessions).map((one) => [one.id, one]))
  const merge = (session: Session) => asked.over(mergeSession(before.get(session.id), session))
  const pages = told.pages.map((page) => ({
    ...page,
    sessions: page.sessions.filter(({ id }) => !asked.isRemoved(id)).map(merge),
  }))
  return { ...told, pages }
}

// The one reading of untyped cache data: entries under these keys are only ever filled by their procedures.
function asSession(data: unknown): Session | undefined {
  return typeof data === 'object' && data !== null && 'lastReadIndex' in data ? (data as Session) : undefined
}

function asPages(data: unknown): Pages | undefined {
  return typeof data === 'object' && data !== null && 'pages' in data ? (data as Pages) : undefined
}
