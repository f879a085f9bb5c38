import postgres from 'postgres'

/** Lets `act` use a connection of its own, which is closed afterwards. */
export async function asAdmin<Result>(
  url: string,
  act: (sql: postgres.Sql) => Promise<Result>,
): Promise<Result> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await act(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
