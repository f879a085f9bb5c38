import postgres from 'postgres'

/** As many connections as a contender other than ours has. */
export const POOL_SIZE = 10

/** Plain postgres.js that prepares every statement and asks for no types when it connects. */
export function openClient(url: string, max = POOL_SIZE): postgres.Sql {
  return postgres(url, { max, prepare: true, fetch_types: false, max_lifetime: null, onnotice() {} })
}
