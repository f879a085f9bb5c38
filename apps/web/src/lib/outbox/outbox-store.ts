import { keptKey } from '../kept.ts'
import { storage } from '../storage.ts'
import { IndexedEntries } from './indexed-entries.ts'
import { NOBODY, type OutboxEntry } from './outbox-entry.ts'
import { writtenAhead } from './written-ahead.ts'

/** Longer than a busy disk takes; some browsers never answer. */
const PATIENCE_MS = 2_000

/** What holds the unsent messages of all tabs of a browser, over reloads, crashes and days. */
export interface OutboxStore {
  /** The user's, in the order in which they were sent. */
  all: (userId: string) => Promise<OutboxEntry[]>
  /**
   * Safe from a reload when the call returns, and from a loss of power when it resolves, with its place in the order. A known id
   * stays as it is.
   */
  add: (entry: OutboxEntry) => Promise<OutboxEntry>
  /** Changes all of the user's at once; null takes one out. */
  change: (userId: string, next: (entry: OutboxEntry) => OutboxEntry | null) => Promise<void>
  /** Takes up what was written ahead, or by an older version, and came no further. */
  recover: (userId: string) => Promise<void>
}

/** The browser's own: IndexedDB, ahead of it localStorage, and memory where the browser keeps nothing. */
export function openOutboxStore(): OutboxStore {
  const indexed = inTime(IndexedEntries.open()).catch(() => null)
  /** What IndexedDB did not take. */
  const stuck = new Map<string, OutboxEntry>()

  const add = async (entry: OutboxEntry) => {
    writtenAhead.write(entry)
    try {
      const entries = await indexed
      if (!entries) throw new Error('There is no IndexedDB.')
      const placed = await inTime(entries.add(entry))
      writtenAhead.remove(entry.userId, entry.id)
      return placed
    } catch {
      stuck.set(entry.id, entry)
      return entry
    }
  }
  return {
    add,
    async all(userId) {
      const entries = await indexed
      const stored = entries ? await inTime(entries.all(userId)) : []
      const ids = new Set(stored.map(({ id }) => id))
      const rest = [...stuck.values()].filter((entry) => entry.userId === userId && !ids.has(entry.id))
      const all = [...stored, ...rest]
      storage.write(keptKey(userId, 'outbox', 'some'), all.length > 0 ? 'yes' : null)
      return all
    },
    async change(userId, next) {
      for (const entry of stuck.values()) {
        if (entry.userId !== userId) continue
        const changed = next(entry)
        if (changed === entry) continue
        writtenAhead.remove(userId, entry.id)
        if (changed === null) stuck.delete(entry.id)
        else stuck.set(entry.id, changed)
        if (changed !== null) writtenAhead.write(changed)
      }
      const entries = await indexed
      if (entries) await inTime(entries.change(userId, next))
    },
    async recover(userId) {
      for (const entry of writtenAhead.all(userId)) await add(entry)
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
