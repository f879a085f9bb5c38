import { must } from '@duck/protocol'
import type postgres from 'postgres'

interface Plan {
  Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number }
}

// By then plans are made and kept, and the catalogue is in the connection's own memory.
const WARM_UP = 6

/** Pages that a SELECT looks at once its connection is warm, in memory or not, those of its functions included. */
export async function pagesOf(sql: postgres.Sql, select: string): Promise<number> {
  for (let run = 0; run < WARM_UP; run++) await pagesNow(sql, select)
  return pagesNow(sql, select)
}

async function pagesNow(sql: postgres.Sql, select: string): Promise<number> {
  const [row] = await sql.unsafe<{ 'QUERY PLAN': [Plan] }[]>(
    `explain (analyze, buffers, timing off, format json) select ${select}`,
  )
  const { Plan: top } = must(row, 'plan')['QUERY PLAN'][0]
  return top['Shared Hit Blocks'] + top['Shared Read Blocks']
}
