import type postgres from 'postgres'

/**
 * Reads all sessions, whoever owns the tables: once the move is finished row level security holds for the owner, too.
 */
export function asMover<Result>(
  sql: postgres.Sql,
  act: (tx: postgres.TransactionSql) => Promise<Result>,
): Promise<Result> {
  const done = sql.begin(async (tx) => {
    await tx`set local role duck_writer`
    return { result: await act(tx) }
  })
  return done.then(({ result }) => result)
}
