import { createRequire } from 'node:module'
import path from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

export interface Binaries {
  postgres: string
  initdb: string
}

/** Where this machine's Postgres is; throws `no-binaries` where its package is not installed. */
export function findBinaries(platform = `${process.platform}-${process.arch}`): Binaries {
  const name = `@embedded-postgres/${platform}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const bin = path.join(path.dirname(path.dirname(entry)), 'native', 'bin')
    return { postgres: path.join(bin, 'postgres'), initdb: path.join(bin, 'initdb') }
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'no-binaries',
      `There is no embedded Postgres for ${platform} here (the package ${name} is not installed). Install the optional dependencies again, or set DATABASE_URL to a Postgres server of your own.`,
      cause,
    )
  }
}
