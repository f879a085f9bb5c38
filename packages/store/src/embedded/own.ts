import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import type { Launch } from './launch.ts'
import { type OwnerLock, takeOwnerLock } from './owner-lock.ts'
import { type Serving, serve } from './serve.ts'
import { until } from './until.ts'

/** A serving Postgres and the lock that makes it ours. */
export interface Owned {
  serving: Serving
  lock: OwnerLock
}

const OWNED_WITHIN_MS = 60_000

/** Finds or starts the cluster's Postgres and becomes its owner. Throws `in-use`, `not-ours`, `failed`. */
export async function own(launch: Launch, port?: number): Promise<Owned> {
  const look = async (): Promise<Owned | undefined> => {
    const serving = await serve(launch, port)
    const lock = await takeOwnerLock(launch, serving)
    return lock && { serving, lock }
  }
  const owned = await until(look, { within: OWNED_WITHIN_MS, every: 100, signal: launch.signal })
  if (owned) return owned
  throw new EmbeddedPostgresError(
    'failed',
    `The Postgres of ${launch.dir.cluster} does not answer. Its log is ${launch.dir.logFile}.`,
  )
}
