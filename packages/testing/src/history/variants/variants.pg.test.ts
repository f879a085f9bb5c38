import { must } from '@duck/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HistoryPostgres, startHistoryPostgres } from '../run/history-postgres.ts'
import { runVariant } from './run-variant.ts'
import { VARIANTS } from './variants.ts'

let server: HistoryPostgres
beforeAll(async () => {
  // What is committed asynchronously then stays unwritten for long.
  server = await startHistoryPostgres({ wal_writer_delay: '10s', wal_writer_flush_after: '1GB' })
})
afterAll(() => server[Symbol.asyncDispose]())

test.each(Object.entries(VARIANTS))(
  '%s is caught',
  async (_name, variant) => {
    const { anomalies, acked } = await runVariant(server, variant, { seed: 1, appends: 400 })
    expect(acked).toBeGreaterThanOrEqual(400)
    expect(anomalies.map(({ kind }) => kind)).toContain(variant.shows)
  },
  120_000,
)

test('a right append, called the same way, has no anomaly', async () => {
  const variant = { ...must(VARIANTS['no lock'], 'variant'), sql: 'locked.sql' }
  const { anomalies } = await runVariant(server, variant, { seed: 1, appends: 400 })
  expect(anomalies).toEqual([])
})
