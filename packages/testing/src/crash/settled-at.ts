import { isRunning, type StreamStatus } from '@duck/protocol'
import type postgres from 'postgres'
import { until } from './until.ts'

/** Waits for a stream's end, at most `ms` long: `performance.now()` of when it was seen, or undefined. */
export function settledAt(sql: postgres.Sql, streamId: string, ms: number): Promise<number | undefined> {
  return until(ms, async () => {
    const [row] = await sql<{ status: StreamStatus }[]>`
      select status from message_streams where id = ${streamId}`
    return row && !isRunning(row.status) ? performance.now() : undefined
  })
}
