import type { Counts, Session } from '@duck/protocol'

/** The sessions with rows that nobody has seen, by what was listed and what was heard since. */
export function unread(sessions: readonly Session[], heard: Readonly<Counts>): Set<string> {
  const newest = ({ id, messageCount }: Session) => Math.max(messageCount, heard[id] ?? 0) - 1
  return new Set(sessions.filter((one) => newest(one) > one.lastReadIndex).map(({ id }) => id))
}
