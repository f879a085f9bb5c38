import type { SyncEvent } from '@duck/protocol'

/** What a server tells the others of: everything but text and what is made for one reader. */
export type Hint = Exclude<SyncEvent, { type: 'stream-delta' | 'ready' | 'heartbeat' }>

/**
 * What servers tell each other, after the commit it speaks of. Ids and counts, never text: whoever may log in to the
 * database may listen. `all` stands for tabs of every user, when what they missed is not known.
 */
export type Notice =
  | { kind: 'hint'; userId: string; event: Hint }
  /** These streams have new checkpoints. */
  | { kind: 'durable'; streamIds: string[] }
  /** Their user asked for their end. */
  | { kind: 'stop'; streamIds: string[] }
  | { kind: 'all'; event: Extract<SyncEvent, { type: 'resync' }> }
  /** Something that the user was signed in with is revoked. */
  | { kind: 'signed-out'; userId: string }
  /** The user is gone, and what happens to their sessions concerns the heir. */
  | { kind: 'heir'; userId: string; heir: string }
  /** A server is there. */
  | { kind: 'hello' }

/** Notices of one server, as they go through the database. */
export interface Letter {
  from: string
  notices: Notice[]
}

/** The letter in a payload, or null when it is none of ours. */
export function parseLetter(payload: string): Letter | null {
  try {
    return asLetter(JSON.parse(payload))
  } catch {
    return null
  }
}

/** Servers of one database are of one version, or of two that follow each other: the shape is taken at its word. */
function asLetter(value: unknown): Letter | null {
  const is = typeof value === 'object' && value !== null && 'from' in value && 'notices' in value
  return is && Array.isArray(value.notices) ? (value as Letter) : null
}

/** One that says no more than another that waits takes its place: this tells which. */
export function sameWord(notice: Notice): string | null {
  if (notice.kind !== 'hint') return null
  const { userId, event } = notice
  if (event.type === 'sessions-changed' || event.type === 'resync') return `${event.type} ${userId}`
  const isOfSession = event.type === 'session-changed' || event.type === 'feedback-changed'
  return isOfSession ? `${event.type} ${userId} ${event.sessionId}` : null
}
