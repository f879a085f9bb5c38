import postgres from 'postgres'

/** The owner's way to a database that holds, or held, an old app's arrays. */
export interface Legacy extends AsyncDisposable {
  sql: postgres.Sql
  url: string
  close(): Promise<void>
}

/** Makes the way; the first statement connects. */
export function openLegacy(url: string): Legacy {
  const sql = postgres(url, {
    max: 2,
    prepare: false,
    onnotice() {},
    connection: { application_name: 'duck legacy' },
  })
  const close = () => sql.end({ timeout: 5 })
  return { sql, url, close, [Symbol.asyncDispose]: close }
}
