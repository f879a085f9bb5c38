import type postgres from 'postgres'

/** Does the work while a transaction of somebody else's holds what its statements took. */
export async function whileHeld<Result>(
  sql: postgres.Sql,
  statements: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  const holder = await sql.reserve()
  try {
    await holder.unsafe('begin')
    for (const statement of statements) await holder.unsafe(statement)
    return await work()
  } finally {
    await holder.unsafe('rollback')
    holder.release()
  }
}

/** Takes a session's row as `delete` does. */
export function holdRow(sessionId: string): string {
  return `select from chat_sessions where id = '${sessionId}' for update`
}

/** Takes the lock of a session's writers. */
export function holdLock(sessionId: string): string {
  return `select pg_advisory_xact_lock(session_lock_key('${sessionId}'))`
}
