import { completed, openDatabase } from '../indexed-db.ts'
import { asEntry, type OutboxEntry } from './outbox-entry.ts'

const DATABASE = 'duck-outbox'
const STORE = 'entries'
const BY_ID = 'id'
const BY_USER = 'userId'

/** The outbox of all of a browser's tabs, in IndexedDB. */
export class IndexedEntries {
  readonly #database: IDBDatabase

  private constructor(database: IDBDatabase) {
    this.#database = database
  }

  static async open(): Promise<IndexedEntries> {
    const database = await openDatabase(DATABASE, (made) => {
      const entries = made.createObjectStore(STORE, { keyPath: 'seq', autoIncrement: true })
      entries.createIndex(BY_ID, 'id', { unique: true })
      entries.createIndex(BY_USER, 'userId')
    })
    // Another tab takes everything out of the browser: it shall not wait for this one.
    database.onversionchange = () => database.close()
    return new IndexedEntries(database)
  }

  /** The user's, in the order in which they were added. */
  async all(userId: string): Promise<OutboxEntry[]> {
    const transaction = this.#database.transaction(STORE, 'readonly')
    const asked = transaction.objectStore(STORE).index(BY_USER).getAll(userId)
    await completed(transaction)
    return asked.result.flatMap((value) => asEntry(value) ?? [])
  }

  /** Adds it at the end; one whose id is there already stays as it is. When it resolves it is on the disk. */
  async add({ seq: _unplaced, ...entry }: OutboxEntry): Promise<OutboxEntry> {
    const transaction = this.#database.transaction(STORE, 'readwrite', { durability: 'strict' })
    const entries = transaction.objectStore(STORE)
    const known = entries.index(BY_ID).getKey(entry.id)
    let seq: IDBValidKey | undefined
    known.onsuccess = () => {
      seq = known.result
      if (seq !== undefined) return
      const added = entries.add(entry)
      added.onsuccess = () => {
        seq = added.result
      }
    }
    await completed(transaction)
    return { ...entry, seq: Number(seq) }
  }

  /**
   * Changes all of the user's in one transaction; null takes one out. A loss of power may undo it: then a message is sent once
   * more, which makes it no second one.
   */
  async change(userId: string, next: (entry: OutboxEntry) => OutboxEntry | null): Promise<void> {
    const transaction = this.#database.transaction(STORE, 'readwrite', { durability: 'relaxed' })
    const entries = transaction.objectStore(STORE)
    const asked = entries.index(BY_USER).getAll(userId)
    asked.onsuccess = () => {
      for (const value of asked.result) {
        const entry = asEntry(value)
        if (!entry) continue
        const changed = next(entry)
        if (changed === null) entries.delete(entry.seq)
        else if (changed !== entry) entries.put(changed)
      }
    }
    await completed(transaction)
  }

  close(): void {
    this.#database.close()
  }
}
