import postgres from 'postgres'

/** The first row of one statement on a connection of its own. */
export async function query<Row extends postgres.Row>(
  url: string,
  statement: string,
): Promise<Row | undefined> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const [row] = await sql.unsafe<Row[]>(statement)
    return row
  } finally {
    await sql.end({ timeout: 1 })
  }
}
