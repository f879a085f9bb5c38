import { keptIds, keptKey } from '../kept.ts'
import { storage } from '../storage.ts'
import { asEntry, type OutboxEntry } from './outbox-entry.ts'

export interface WrittenAhead {
  /** The user's; also what an older version of the page kept of what was refused. */
  all: (userId: string) => OutboxEntry[]
  write: (entry: OutboxEntry) => void
  remove: (userId: string, id: string) => void
}

/**
 * Entries in localStorage, which takes them at once: what a person sent is safe before the field is emptied, until IndexedDB
 * has it, or for good where there is none. What the browser does not take lives as long as the page.
 */
export function writtenAhead(): WrittenAhead {
  const refused = new Map<string, OutboxEntry>()
  return {
    all: (userId) => {
      const kept = (['unsent', 'refused'] as const).flatMap((kind) =>
        keptIds(userId, kind).flatMap((id) => parsed(userId, storage.read(keptKey(userId, kind, id)))),
      )
      return [...kept, ...[...refused.values()].filter((entry) => entry.userId === userId)]
    },
    write: (entry) => {
      const key = keptKey(entry.userId, 'unsent', entry.id)
      storage.write(key, JSON.stringify(entry))
      if (storage.read(key) === null) refused.set(entry.id, entry)
    },
    remove: (userId, id) => {
      refused.delete(id)
      for (const kind of ['unsent', 'refused'] as const) storage.write(keptKey(userId, kind, id), null)
    },
  }
}

function parsed(userId: string, json: string | null): OutboxEntry[] {
  try {
    const value: unknown = JSON.parse(json ?? 'null')
    if (typeof value !== 'object' || value === null) return []
    const refused: unknown = Reflect.get(value, 'reason') ?? Reflect.get(value, 'refused')
    // The key says whose it is: a guest's things are given to the account that the guest becomes.
    return [asEntry({ ...value, userId, refused })].flatMap((entry) => entry ?? [])
  } catch {
    return []
  }
}
