import type { AppendResult } from '@duck/metrics'
import { DuckError } from '@duck/protocol'
import type { Db } from '../db.ts'
import type { AppendedRow } from './appended-row.ts'
import type { RowToAppend } from './row-to-append.ts'

/**
 * Appends one row, together with whatever else arrives while the database is at work.
 *
 * @throws DuckError what became of it, unless it is there.
 */
export async function appendRow(db: Db, row: RowToAppend): Promise<AppendedRow> {
  const began = performance.now()
  try {
    const appended = await db.lanes.append(row, began)
    db.metrics.append(appended.status, (performance.now() - began) / 1000)
    return appended
  } catch (error) {
    db.metrics.append(resultOf(error), (performance.now() - began) / 1000)
    throw error
  }
}

const RESULTS: Partial<Record<string, AppendResult>> = {
  NOT_FOUND: 'not-found',
  CONFLICT: 'conflict',
  BAD_REQUEST: 'bad-request',
  SERVICE_UNAVAILABLE: 'unavailable',
}

function resultOf(error: unknown): AppendResult {
  return (error instanceof DuckError && RESULTS[error.code]) || 'error'
}
