import type { Session, SessionList } from '@duck/protocol'
import type { Utils } from './trpc.ts'

export const SESSIONS_PAGE = { limit: 50 }

/** A session that was just begun: shown before the server has it. */
export function addSession(utils: Utils, session: Session): void {
  utils.session.get.setData({ sessionId: session.id }, session)
  changePages(utils, (page, first) => {
    const others = page.sessions.filter(({ id }) => id !== session.id)
    return { ...page, sessions: first ? [session, ...others] : others }
  })
}

/** The change shows at once; the server's answer or a refetch has the last word. */
export function patchSession(utils: Utils, sessionId: string, patch: Partial<Session>): void {
  utils.session.get.setData({ sessionId }, (session) => session && { ...session, ...patch })
  changePages(utils, (page) => ({
    ...page,
    sessions: page.sessions.map((session) => (session.id === sessionId ? { ...session, ...patch } : session)),
  }))
}

/** The session as far as it was fetched, alone or in the list. */
export function knownSession(utils: Utils, sessionId: string): Session | undefined {
  const listed = utils.session.list.getInfiniteData(SESSIONS_PAGE)?.pages.flatMap(({ sessions }) => sessions)
  const alone = utils.session.get.getData({ sessionId })
  return alone ?? listed?.find(({ id }) => id === sessionId)
}

export function removeSession(utils: Utils, sessionId: string): void {
  changePages(utils, (page) => ({ ...page, sessions: page.sessions.filter(({ id }) => id !== sessionId) }))
}

/** Pinned first, then by the newest activity; a session without any stands where it was made. */
export function inSidebarOrder(sessions: readonly Session[]): Session[] {
  const activity = (session: Session) => session.lastMessageAt ?? session.createdAt
  return sessions.toSorted(
    (a, b) => Number(b.pinned) - Number(a.pinned) || activity(b).localeCompare(activity(a)),
  )
}

function changePages(utils: Utils, change: (page: SessionList, first: boolean) => SessionList): void {
  utils.session.list.setInfiniteData(
    SESSIONS_PAGE,
    (data) => data && { ...data, pages: data.pages.map((page, at) => change(page, at === 0)) },
  )
}
