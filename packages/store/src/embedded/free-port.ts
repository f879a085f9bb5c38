import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

// Below the ports the system hands to outgoing connections: while Postgres is down, one of those could
// take the port, and a reconnecting pool could even connect to itself.
const LOWEST = 20_000
const HIGHEST = 32_000
const TRIES = 50

/** A port on 127.0.0.1 that nothing listens on. Throws `failed`. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(LOWEST, HIGHEST)
    if (await isFree(port)) return port
  }
  throw new EmbeddedPostgresError(
    'failed',
    `Found no free port on 127.0.0.1 between ${LOWEST} and ${HIGHEST}.`,
  )
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
