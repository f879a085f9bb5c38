import { completed, openDatabase } from './indexed-db.ts'
import { sleep } from './sleep.ts'

/** How long a lease lasts that nobody renews: what a tab that died in the middle costs the others. */
const LEASE_MS = 4_000
const RENEW_EVERY_MS = 1_000
const LOOK_EVERY_MS = 60

const DATABASE = 'duck-leases'
const STORE = 'leases'

interface Lease {
  holder: string
  /** Milliseconds of `Date.now()`. */
  until: number
}

/**
 * Runs `work` while this tab holds the lease of that name in IndexedDB. A tab that the browser holds back for longer than
 * `LEASE_MS` loses its lease without knowing, so `work` must look again before it does what may be done only once. Where
 * the browser keeps nothing, `work` runs without waiting.
 */
export async function underLease<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const database = await openDatabase(DATABASE, (made) => made.createObjectStore(STORE)).catch(() => null)
  if (!database) return work()
  const holder = `${Date.now()}-${Math.random()}`
  const take = () => change(database, name, (lease) => (isFree(lease, holder) ? fresh(holder) : lease))
  while ((await take())?.holder !== holder) await sleep(LOOK_EVERY_MS)
  const renewal = setInterval(() => void take().catch(() => undefined), RENEW_EVERY_MS)
  try {
    return await work()
  } finally {
    clearInterval(renewal)
    await change(database, name, (lease) => (lease?.holder === holder ? null : lease)).catch(() => null)
    database.close()
  }
}

function fresh(holder: string): Lease {
  return { holder, until: Date.now() + LEASE_MS }
}

/** Also one that ends later than any lease can: the clock was set back. */
function isFree(lease: Lease | null, holder: string): boolean {
  const left = lease ? lease.until - Date.now() : 0
  return left <= 0 || left > LEASE_MS || lease?.holder === holder
}

/** Reads and writes the lease in one transaction, which no other tab's comes between. The lease as it is then. */
async function change(
  database: IDBDatabase,
  name: string,
  next: (lease: Lease | null) => Lease | null,
): Promise<Lease | null> {
  const transaction = database.transaction(STORE, 'readwrite')
  const leases = transaction.objectStore(STORE)
  const asked = leases.get(name)
  let result: Lease | null = null
  asked.onsuccess = () => {
    result = next(asked.result ?? null)
    if (result) leases.put(result, name)
    else leases.delete(name)
  }
  await completed(transaction)
  return result
}
