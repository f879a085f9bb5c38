import { sqlstate, toDuckError } from './errors.ts'

const RETRIED = new Set(['40001', '40P01', '23505'])
const MOST_TRIES = 4

/**
 * Runs one statement that is safe to repeat. Serialization failures and deadlocks are retried with jitter, and so
 * is a unique violation, which means that a twin of this call won: the next try sees its row and answers as a
 * replay or a conflict. Every other error leaves as a DuckError.
 */
export async function run<Result>(statement: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await statement()
    } catch (error) {
      if (attempt === MOST_TRIES || !RETRIED.has(sqlstate(error))) throw toDuckError(error)
      await new Promise((wake) => setTimeout(wake, Math.random() * 20 * attempt))
    }
  }
}
