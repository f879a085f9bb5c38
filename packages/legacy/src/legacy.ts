import postgres from 'postgres'

/** The owner's way to a database that holds, or held, an old app's arrays. */
export interface Legacy extends AsyncDisposable {
  sql: postgres.Sql
  close(): Promise<void>
}

/** Makes the way; the first statement connects. */
export function openLegacy(ownerUrl: string): Legacy {
  const sql = postgres(ownerUrl, { max: 2, prepare: false, onnotice() {} })
  const close = () => sql.end({ timeout: 5 })
  return { sql, close, [Symbol.asyncDispose]: close }
}
