import type { Counts, Session } from '@duck/protocol'

/**
 * The sessions with rows that nobody has seen, by what was listed and what was heard since. One that was never read, as of
 * the time before there were read marks, is unread only once something is heard of it.
 */
export function unread(sessions: readonly Session[], heard: Readonly<Counts>): Set<string> {
  const isUnread = ({ id, messageCount, lastReadIndex }: Session) => {
    const news = heard[id] ?? 0
    return Math.max(messageCount, news) - 1 > lastReadIndex && (lastReadIndex >= 0 || news > 0)
  }
  return new Set(sessions.filter(isUnread).map(({ id }) => id))
}
