/** Opens a database of version 1, and makes it with `upgrade` where it is not there. Rejects where the browser keeps nothing. */
export function openDatabase(name: string, upgrade: (database: IDBDatabase) => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1)
    opening.onupgradeneeded = () => upgrade(opening.result)
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error ?? new Error('IndexedDB is not to be had.'))
    opening.onblocked = () => reject(new Error('IndexedDB is held by another version.'))
  })
}

/** Resolves when all that the transaction does is done; rejects, and nothing of it is, when it broke off. */
export function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('The browser did not keep it.'))
  })
}
