import type { Binaries } from './binaries.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { type RunAs, tryRun } from './run-as.ts'

/** The major version of the binaries, e.g. `18`. Throws `no-binaries` when they do not run here. */
export function postgresVersion(binaries: Binaries, runAs: RunAs): string {
  const major = tryRun(runAs, binaries.postgres, ['--version'])?.match(/\) (\d+)/)?.[1]
  if (major) return major
  throw new EmbeddedPostgresError(
    'no-binaries',
    `The embedded Postgres ${binaries.postgres} does not run on this system. Set DATABASE_URL to a Postgres server of your own.`,
  )
}
