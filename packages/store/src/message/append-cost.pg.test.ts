import { must, uuidv7 } from '@duck/protocol'
import { useTestDatabase } from '@duck/testing/database'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cost, costOf } from '../testing/cost-of.ts'
import { loadSessions } from '../testing/load-session.ts'
import { upTo } from '../testing/rows.ts'

const database = useTestDatabase()
const SHORT = 10
const LONG = 1_000_000
const APPENDS = 25
const OTHER_PAGES = 2
const WITHIN = 0.05

let sql: postgres.Sql
const costs: { short: Cost[]; long: Cost[] } = { short: [], long: [] }

beforeAll(async () => {
  const [short, long] = await loadSessions(database.sql, [SHORT, LONG])
  sql = postgres(database.appUrl, { max: 1, onnotice: () => {} })
  for (const _ of upTo(APPENDS)) {
    costs.short.push(await costOf(sql, append(must(short, 'short session'))))
    costs.long.push(await costOf(sql, append(must(long, 'long session'))))
  }
})
afterAll(() => sql.end())

const append = (sessionId: string) =>
  `select * from append_message('local', '${sessionId}', '${uuidv7()}', 'user', repeat('Quack! ', 28))`

/** The middle one of the appends that began no page anew. */
function median(those: readonly Cost[], what: 'pages' | 'walBytes'): number {
  const values = those.filter((cost) => cost.walFullPages === 0).map((cost) => cost[what])
  expect(values.length).toBeGreaterThan(APPENDS / 2)
  return must(values.sort((a, b) => a - b)[Math.floor(values.length / 2)], 'median')
}

test('an append at message 1,000,000 writes the WAL of one at message 10', () => {
  const atTen = median(costs.short, 'walBytes')
  const atMillion = median(costs.long, 'walBytes')
  expect(atTen).toBeGreaterThan('Quack! '.length * 28)
  expect(Math.abs(atMillion / atTen - 1)).toBeLessThan(WITHIN)
})

test('an append at message 1,000,000 looks at as many pages as one at message 10', () => {
  const other = Math.abs(median(costs.long, 'pages') - median(costs.short, 'pages'))
  expect(other).toBeLessThanOrEqual(OTHER_PAGES)
})
