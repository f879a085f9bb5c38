import type postgres from 'postgres'

const TRIES = 3
/** Someone holds a session's row, or two who hold rows wait for each other. */
const HELD = new Set(['55P03', '40P01'])

/** Something else came in between; thrown inside it has the commit tried again. */
export class CameBetween extends Error {}

/** Does it in one commit, waiting 2 s for a row that somebody holds, up to three times; null when it is held all the time. */
export async function inCommit<Result>(
  sql: postgres.Sql,
  act: (tx: postgres.TransactionSql) => Promise<Result>,
): Promise<Result | null> {
  for (let tries = 1; tries <= TRIES; tries++)
    try {
      const done = await sql.begin(async (tx) => {
        await tx`set local lock_timeout = '2s'`
        return { result: await act(tx) }
      })
      return done.result
    } catch (error) {
      if (!(error instanceof CameBetween || isHeld(error))) throw error
    }
  return null
}

function isHeld(error: unknown): boolean {
  return error instanceof Error && 'code' in error && HELD.has(String(error.code))
}
