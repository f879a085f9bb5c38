import { test } from 'vitest'
import { createTestDatabase } from '../database/create-test-database.ts'
import { runOutages } from './outage/run-outages.ts'
import { SCENARIOS } from './outage/scenarios.ts'
import { pointsOf } from './points.ts'
import { formatOutage, formatPoint } from './report.ts'
import { runPoints } from './run-points.ts'

const OPTIONS = {
  createDatabase: createTestDatabase,
  atOnce: 6,
  // Machines that run tests are busy, and small: `pnpm crash` holds the product to its figures.
  limits: { settledMs: 40_000, lostMs: 1_000 },
}
const SAMPLE = [
  ...pointsOf(['restart'], ['delta-0', 'delta-120', 'finalize-committed']),
  ...pointsOf(['takeover'], ['delta-50', 'end-2ms', 'finalize-asked', 'finalize-held']),
]

// Both wait more than they work, for servers to count as dead and for an outage to be over.
test.concurrent('a server killed at any moment of an answer leaves one row or none, whole or marked, and the session goes on', async ({
  expect,
}) => {
  const results = await runPoints(SAMPLE, OPTIONS)
  expect(results).toHaveLength(SAMPLE.length)
  expect(results.filter(({ violations }) => violations.length > 0).map(formatPoint)).toEqual([])
}, 300_000)

test.concurrent('a database that is away, or a server that is stopped, for longer than a dead one is waited for ends no answer', async ({
  expect,
}) => {
  const results = await runOutages(SCENARIOS, { ...OPTIONS, seconds: 12 })
  expect(results).toHaveLength(SCENARIOS.length)
  expect(results.filter(({ violations }) => violations.length > 0).map(formatOutage)).toEqual([])
}, 300_000)
