import type postgres from 'postgres'
import type { Db } from './db.ts'
import { constraintOf, sqlstate, toDuckError } from './errors.ts'
import type { Connection } from './pool/connection.ts'
import type { CallOptions, Pool } from './pool/pool.ts'
import { transaction } from './pool/transaction.ts'

export interface RunOptions extends CallOptions {
  /** `main` unless told otherwise. */
  pool?: Pool
  /** How often it may be tried, 4 unless told otherwise. */
  mostTries?: number
}

/** A connection to write statements on, in a transaction or not. */
export type Statements = postgres.ISql

type Statement<Result> = (sql: Statements) => Promise<Result>

// 40001 and 40P01 lost against another; 23505: a twin of this call won, and the next try answers as a replay or a
// conflict; QK502: a batch that could not be numbered.
const RETRIED = new Set(['40001', '40P01', '23505', 'QK502'])
const WRONG_ISOLATION = 'QK501'
export const MOST_TRIES = 4

/**
 * Runs one statement that is safe to repeat, in a transaction of its own; after losing against another it is repeated
 * at most three times, with jitter.
 *
 * @throws DuckError whatever went wrong.
 */
export async function run<Result>(
  db: Db,
  statement: Statement<Result>,
  { pool = db.main, began = performance.now(), userId, mostTries = MOST_TRIES }: RunOptions = {},
): Promise<Result> {
  const call = { began, userId }
  return retry(db, () => pool.run((connection) => once(db, connection, statement), call), mostTries)
}

/** Repeats what lost against another, at most three times; every error leaves as a DuckError. */
export async function retry<Result>(
  db: Db,
  attempt: () => Promise<Result>,
  mostTries = MOST_TRIES,
): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      countViolation(db, error)
      if (tries >= mostTries || !RETRIED.has(sqlstate(error))) throw toDuckError(error)
      await new Promise((wake) => setTimeout(wake, Math.random() * 20 * tries))
    }
  }
}

/** Counts the error if a constraint refused the statement. */
export function countViolation(db: Db, error: unknown): void {
  const constraint = constraintOf(error)
  if (constraint) db.metrics.constraintViolation(constraint)
}

/**
 * Runs the statement once. Where the database's default is another level, the functions refuse; then, and from then on,
 * the level is named.
 */
export async function once<Result>(
  db: Db,
  connection: Connection,
  statement: Statement<Result>,
): Promise<Result> {
  const named = () => transaction(connection, () => statement(connection.sql), { namesIsolation: true })
  if (db.namesIsolation) return named()
  try {
    return await statement(connection.sql)
  } catch (error) {
    if (sqlstate(error) !== WRONG_ISOLATION) throw error
    db.namesIsolation = true
    return named()
  }
}
