import { keptIds, keptKey } from '../kept.ts'
import { storage } from '../storage.ts'
import { asEntry, type OutboxEntry } from './outbox-entry.ts'

/**
 * Entries in localStorage, which takes them at once: what a person sent is safe before the field is emptied, until IndexedDB
 * has it, or for good where there is none.
 */
export const writtenAhead = {
  /** The user's; also what an older version of the page kept of what was refused. */
  all: (userId: string): OutboxEntry[] =>
    (['unsent', 'refused'] as const).flatMap((kept) =>
      keptIds(userId, kept).flatMap((id) => parsed(userId, storage.read(keptKey(userId, kept, id)))),
    ),
  write: (entry: OutboxEntry): void =>
    storage.write(keptKey(entry.userId, 'unsent', entry.id), JSON.stringify(entry)),
  remove: (userId: string, id: string): void => {
    for (const kept of ['unsent', 'refused'] as const) storage.write(keptKey(userId, kept, id), null)
  },
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
