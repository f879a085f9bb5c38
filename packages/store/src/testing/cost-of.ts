import { must } from '@duck/protocol'
import type postgres from 'postgres'

/** What one statement cost, all that its functions did included. */
export interface Cost {
  /** Pages looked at, in memory or not. */
  pages: number
  walBytes: number
  /** Whole pages in the WAL, which only the first change of a page after a checkpoint writes. */
  walFullPages: number
}

interface Plan {
  Plan: {
    'Shared Hit Blocks': number
    'Shared Read Blocks': number
    'WAL Bytes': number
    'WAL FPI': number
  }
}

// By then plans are made and kept, and the catalogue is in the connection's own memory.
const WARM_UP = 8

/** Runs the statement and counts what it does, free of whatever else the server does meanwhile. */
export async function costOf(sql: postgres.ISql, statement: string): Promise<Cost> {
  const [row] = await sql.unsafe<{ 'QUERY PLAN': [Plan] }[]>(
    `explain (analyze, buffers, wal, timing off, format json) ${statement}`,
  )
  const { Plan: top } = must(row, 'plan')['QUERY PLAN'][0]
  return {
    pages: top['Shared Hit Blocks'] + top['Shared Read Blocks'],
    walBytes: top['WAL Bytes'],
    walFullPages: top['WAL FPI'],
  }
}

/** Pages that the read looks at once its connection is warm. */
export async function pagesOf(sql: postgres.ISql, statement: string): Promise<number> {
  for (let run = 0; run < WARM_UP; run++) await costOf(sql, statement)
  return (await costOf(sql, statement)).pages
}
