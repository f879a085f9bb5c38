/** A message that was sent by a person and not acked, as the outbox holds it. */
export interface OutboxEntry {
  /** Its place among the user's messages; lower ones were sent earlier. `UNPLACED` until the browser has stored it. */
  seq: number
  /** Whose it is; `NOBODY` until it is known who is signed in. */
  userId: string
  sessionId: string
  /** The message's id, and so the key that makes all tries one message. */
  id: string
  streamId: string
  content: string
  model: string | null
  /** The server does not have the session yet: it is made with the first try. */
  begins: boolean
  /** Failed tries so far. */
  tries: number
  /** Those of them that were the server's own fault. */
  faults: number
  /** Not tried again before, in milliseconds of `Date.now()`. */
  retryAt: number
  /** What it waits for, in words; null before the first failed try. */
  waitingFor: string | null
  /** Why it is finally not sent, in words; null as long as it waits for its turn. */
  refused: string | null
}

/** What a person gives into the outbox. */
export type Draft = Pick<OutboxEntry, 'sessionId' | 'id' | 'streamId' | 'content' | 'model' | 'begins'>

export type RefusedEntry = OutboxEntry & { refused: string }

export const NOBODY = 'nobody'
export const UNPLACED = Number.MAX_SAFE_INTEGER

export function newEntry(userId: string, draft: Draft, refused: string | null = null): OutboxEntry {
  const untried = { tries: 0, faults: 0, retryAt: 0, waitingFor: null }
  return { seq: UNPLACED, userId, ...draft, ...untried, refused }
}

export function isRefused(entry: OutboxEntry): entry is RefusedEntry {
  return entry.refused !== null
}

/** In the order in which they were sent; ids are made in the order of typing. */
export function inOrder(entries: readonly OutboxEntry[]): OutboxEntry[] {
  return entries.toSorted((a, b) => a.seq - b.seq || a.id.localeCompare(b.id))
}

/** The next one of each session: later ones wait until it is acked or refused. */
export function headsOf(entries: readonly OutboxEntry[]): OutboxEntry[] {
  const heads = new Map<string, OutboxEntry>()
  for (const entry of entries)
    if (!isRefused(entry) && !heads.has(entry.sessionId)) heads.set(entry.sessionId, entry)
  return [...heads.values()]
}

/** The sessions that begin with a message that was not acked: the server has nothing of them yet. */
export function sessionsBegunBy(entries: readonly OutboxEntry[]): ReadonlySet<string> {
  return new Set(entries.filter(({ begins }) => begins).map(({ sessionId }) => sessionId))
}

export function sameEntry(a: OutboxEntry, b: OutboxEntry): boolean {
  return (
    a.id === b.id &&
    a.seq === b.seq &&
    a.userId === b.userId &&
    a.model === b.model &&
    a.begins === b.begins &&
    a.tries === b.tries &&
    a.retryAt === b.retryAt &&
    a.waitingFor === b.waitingFor &&
    a.refused === b.refused
  )
}

/** What was read from a store of the browser's, if it is an entry. */
export function asEntry(value: unknown): OutboxEntry | null {
  if (typeof value !== 'object' || value === null) return null
  const texts = ['userId', 'sessionId', 'id', 'streamId', 'content'] as const
  if (!texts.every((name) => typeof Reflect.get(value, name) === 'string')) return null
  const { userId, sessionId, id, streamId, content, ...rest } = value as OutboxEntry
  const model = typeof rest.model === 'string' ? rest.model : null
  const entry = newEntry(userId, { sessionId, id, streamId, content, model, begins: rest.begins === true })
  const number = (given: unknown, otherwise: number) => (typeof given === 'number' ? given : otherwise)
  const words = (given: unknown) => (typeof given === 'string' ? given : null)
  return {
    ...entry,
    seq: number(rest.seq, UNPLACED),
    tries: number(rest.tries, 0),
    faults: number(rest.faults, 0),
    retryAt: number(rest.retryAt, 0),
    waitingFor: words(rest.waitingFor),
    refused: words(rest.refused),
  }
}
