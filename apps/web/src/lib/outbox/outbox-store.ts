import { keptKey } from '../kept.ts'
import { storage } from '../storage.ts'
import { IndexedEntries } from './indexed-entries.ts'
import { NOBODY, type OutboxEntry } from './outbox-entry.ts'
import { writtenAhead } from './written-ahead.ts'

/** Longer than a busy disk takes; some browsers never answer. */
const PATIENCE_MS = 5_000

/** What holds the unsent messages of all tabs of a browser, over reloads, crashes and days. */
export interface OutboxStore {
  /** The user's, also those that have no place in the order yet. */
  all: (userId: string) => Promise<OutboxEntry[]>
  /**
   * Safe from a reload when the call returns, and from a loss of power when it resolves, with its place in the order. A known id
   * stays as it is.
   */
  add: (entry: OutboxEntry) => Promise<OutboxEntry>
  /** Changes all of the user's at once; null takes one out. */
  change: (userId: string, next: (entry: OutboxEntry) => OutboxEntry | null) => Promise<void>
  /** Gives those a place that were written ahead, or by an older version, and came no further. */
  recover: (userId: string) => Promise<void>
}

/** The browser's own: IndexedDB, ahead of it localStorage, and memory where the browser keeps nothing. */
export function openOutboxStore(): OutboxStore {
  const indexed = inTime(IndexedEntries.open()).catch(() => null)
  const ahead = writtenAhead()

  const add = async (entry: OutboxEntry) => {
    ahead.write(entry)
    try {
      const entries = await indexed
      if (!entries) return entry
      const placed = await inTime(entries.add(entry))
      ahead.remove(entry.userId, entry.id)
      return placed
    } catch {
      return entry
    }
  }
  return {
    add,
    async all(userId) {
      // These first: an entry leaves them only when it is in the other.
      const unplaced = ahead.all(userId)
      const entries = await indexed
      const placed = entries ? await inTime(entries.all(userId)) : []
      const all = [...new Map([...unplaced, ...placed].map((entry) => [entry.id, entry])).values()]
      storage.write(keptKey(userId, 'outbox', 'some'), all.length > 0 ? 'yes' : null)
      return all
    },
    async change(userId, next) {
      for (const entry of ahead.all(userId)) {
        const changed = next(entry)
        if (changed === entry) continue
        ahead.remove(userId, entry.id)
        if (changed) ahead.write(changed)
      }
      const entries = await indexed
      if (entries) await inTime(entries.change(userId, next))
    },
    async recover(userId) {
      for (const entry of ahead.all(userId)) await add(entry)
    },
  }
}

/** Takes everything of a user's out of the browser. */
export async function wipeOutbox(userId: string | null): Promise<void> {
  const entries = await inTime(IndexedEntries.open()).catch(() => null)
  await entries?.change(userId ?? NOBODY, () => null).catch(() => undefined)
  entries?.close()
}

function inTime<Value>(work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The browser does not answer.')), PATIENCE_MS)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
