import { underLease } from './lease.ts'

/**
 * Runs `work` while no other tab of this browser runs work of that name: by the browser's own locks, or where there are none,
 * as on plain http pages, by a lease. A tab that is closed in the middle keeps nobody waiting. Rejects with what `work`
 * rejects with.
 */
export async function exclusive<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  // The types do not know that pages without a secure context have no locks.
  const locks: LockManager | undefined = navigator.locks
  return locks ? locks.request(name, work) : underLease(name, work)
}
