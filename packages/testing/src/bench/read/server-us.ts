import type postgres from 'postgres'

/** Microseconds that a SELECT takes inside Postgres, one of `calls` in a loop there: nothing travels. */
export async function serverUs(sql: postgres.Sql, select: string, calls: number): Promise<number> {
  const began = performance.now()
  await sql.unsafe(`do $do$ begin for i in 1 .. ${calls} loop perform ${select}; end loop; end $do$`)
  return ((performance.now() - began) / calls) * 1000
}
