import type { Connection } from './connection.ts'

interface TransactionOptions {
  /** Names READ COMMITTED, where the default may be another level. */
  namesIsolation?: boolean
}

/**
 * Runs the work between a begin and its commit, on a connection of its own; after an error nothing of it is left. Not
 * postgres.js's own: that one writes its rollback to the socket of a lost connection, which ends the process.
 */
export async function transaction<Result>(
  connection: Connection,
  work: () => Promise<Result>,
  { namesIsolation = false }: TransactionOptions = {},
): Promise<Result> {
  const { sql } = connection
  await sql.unsafe(namesIsolation ? 'begin isolation level read committed' : 'begin')
  const result = await work().catch(async (error: unknown) => {
    await rollBack(connection)
    throw error
  })
  const { command } = await sql.unsafe('commit')
  // A commit after a statement failed and nobody minded.
  if (command !== 'COMMIT') throw new Error('The transaction was rolled back instead of committed.')
  return result
}

async function rollBack(connection: Connection): Promise<void> {
  if (connection.isLost()) return
  // One that cannot be brought out of its transaction is of no use to the next.
  await connection.sql.unsafe('rollback').catch(() => connection.cut())
}
