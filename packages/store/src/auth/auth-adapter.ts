import { drizzleAdapter } from '@better-auth/drizzle-adapter'
import { DuckError } from '@duck/protocol'
import { drizzle } from 'drizzle-orm/pg-proxy'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { sqlstate, toDuckError } from '../errors.ts'
import type { Connection } from '../pool/connection.ts'
import { transaction } from '../pool/transaction.ts'
import type { AuthDb } from './auth-db.ts'
import { credentials, people, signIns, verifications } from './tables.ts'

/**
 * better-auth's way to its tables: it writes the statements itself, and they go through our pool, which bounds them and
 * outlives a lost connection. It makes its own errors of what fails, so `onFailure` is told first.
 */
export function authAdapter(
  { betterAuths }: AuthDb,
  onFailure: (error: DuckError) => void,
): ReturnType<typeof drizzleAdapter> {
  const run = async <Result>(work: (connection: Connection) => Promise<Result>) => {
    try {
      return await betterAuths.run(work)
    } catch (error) {
      // What better-auth refuses in the middle of a transaction is its own, and no failure.
      if (!(error instanceof DuckError) && sqlstate(error) === '') throw error
      const failure = toDuckError(error)
      onFailure(failure)
      throw failure
    }
  }
  const orm = drizzle(async (text, params, method) => {
    const rows = await run(async ({ sql }) => {
      const query = sql.unsafe(text, params)
      return method === 'execute' ? await query : await query.values()
    })
    return { rows }
  })
  const together = {
    // Drizzle's proxy has none.
    transaction: <Result>(work: (tx: PostgresJsDatabase) => Promise<Result>) =>
      run((connection) => transaction(connection, () => work(connection.orm))),
  }
  return drizzleAdapter(Object.assign(orm, together), {
    provider: 'pg',
    transaction: true,
    schema: { user: people, session: signIns, account: credentials, verification: verifications },
  })
}
