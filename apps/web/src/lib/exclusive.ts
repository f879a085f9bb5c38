import { underLease } from './lease.ts'

/**
 * Runs `work` while no other tab of this browser runs work of that name: by the browser's own locks, or where there are none,
 * as on plain http pages, by a lease. A tab that is closed in the middle keeps nobody waiting. Rejects with what `work`
 * rejects with.
 */
export async function exclusive<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const locks = webLocks()
  return locks ? locks.request(name, work) : underLease(name, work)
}

/**
 * The same, for work that may be done twice and shall not wait for a tab that the browser has frozen: its turn is taken from a
 * tab that has it for longer than `patienceMs`, whose work goes on, if it ever does, beside the other's.
 */
export async function mostlyExclusive<Result>(
  name: string,
  patienceMs: number,
  work: () => Promise<Result>,
): Promise<Result> {
  const locks = webLocks()
  // A lease ends by itself when its tab no longer renews it.
  if (!locks) return underLease(name, work)
  const begun: Promise<Result>[] = []
  const begin = () => {
    const [running = work()] = begun
    begun[0] = running
    return running
  }
  const waiting = new AbortController()
  const timer = setTimeout(() => waiting.abort(), patienceMs)
  try {
    return await locks.request(name, { signal: waiting.signal }, () => {
      clearTimeout(timer)
      return begin()
    })
  } catch {
    // It failed itself, or another tab took the turn and it goes on.
    if (begun.length > 0) return await begin()
    return await locks.request(name, { steal: true }, begin).catch(begin)
  }
}

/** The types do not know that pages without a secure context have no locks. */
function webLocks(): LockManager | undefined {
  return navigator.locks
}
