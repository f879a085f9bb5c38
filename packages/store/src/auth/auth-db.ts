import { type Metrics, NO_METRICS } from '@duck/metrics'
import { toDuckError } from '../errors.ts'
import { openConnection } from '../pool/connection.ts'
import { Pool } from '../pool/pool.ts'
import { transaction } from '../pool/transaction.ts'
import type { Statements } from '../run.ts'

/** One process's way to the accounts, apart from everything else: its own role, its own connections. */
export interface AuthDb {
  readonly pool: Pool
  /** For better-auth alone: Drizzle changes how its connections read times. */
  readonly betterAuths: Pool
  close(): Promise<void>
}

const SIZES = { auth: 3, 'better-auth': 3 }

/** Makes the way; the first statement connects. `url` is that of duck_auth, through a pooler or not. */
export function connectAuth(url: string, metrics: Metrics = NO_METRICS): AuthDb {
  const open = (name: keyof typeof SIZES) => {
    const pool = new Pool({
      name,
      size: SIZES[name],
      open: () => openConnection({ url, prepare: false }),
      onRefused: () => metrics.poolRefused(name),
    })
    metrics.watchPool(name, () => pool.use())
    return pool
  }
  const [pool, betterAuths] = [open('auth'), open('better-auth')]
  return {
    pool,
    betterAuths,
    close: () => Promise.all([pool.close(), betterAuths.close()]).then(() => {}),
  }
}

/**
 * Runs one statement on accounts.
 *
 * @throws DuckError whatever went wrong.
 */
export async function runAuth<Result>(
  { pool }: AuthDb,
  statement: (sql: Statements) => Promise<Result>,
): Promise<Result> {
  try {
    return await pool.run(({ sql }) => statement(sql))
  } catch (error) {
    throw toDuckError(error)
  }
}

/**
 * Runs statements on accounts in one transaction.
 *
 * @throws DuckError whatever went wrong.
 */
export function transactAuth<Result>(
  { pool }: AuthDb,
  work: (sql: Statements) => Promise<Result>,
): Promise<Result> {
  return pool
    .run((connection) => transaction(connection, () => work(connection.sql)))
    .catch((error: unknown) => {
      throw toDuckError(error)
    })
}
