import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface StatementOrder {
  /** A superuser's. */
  url: string
  statement: string
  parameters: (string | number)[]
  /** How long its transaction stays open. */
  ms: number
}

const MAIN = fileURLToPath(new URL('./statement-main.ts', import.meta.url))

/**
 * Runs one statement in a transaction held open for a time, and waits for its end; rejects when it failed or met
 * no row. One that was cut off later did happen.
 */
export function runStatement(order: StatementOrder): Promise<void> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, DUCK_HISTORY_STATEMENT: JSON.stringify(order) },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let taken = false
  child.stdout.once('data', () => {
    taken = true
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => (taken ? resolve() : reject(new Error('the statement did not happen'))))
  })
}
