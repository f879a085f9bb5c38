import { expect, test } from 'vitest'
import { useTestDatabase } from '../database/index.ts'
import { serverCpuUs } from './server-cpu.ts'

const database = useTestDatabase()

/** The postmaster of the test's Postgres, when it is on this machine. */
async function postmasterPid(): Promise<number> {
  const [row] = await database.sql<[{ line: string }]>`
    select split_part(pg_read_file('postmaster.pid'), chr(10), 1) as line`
  return Number(row.line)
}

test.runIf(process.platform === 'linux')('what a connection used counts', async () => {
  const postmaster = await postmasterPid()
  const before = serverCpuUs(postmaster)
  if (before === undefined) return
  await database.sql`select sum(n) from generate_series(1, 1000000) n`
  const used = serverCpuUs(postmaster)
  expect(used).toBeGreaterThan(before)
  expect(Number.isFinite(used)).toBe(true)
})

test('of a process that is not there nothing is told', () => {
  expect(serverCpuUs(2 ** 30)).toBeUndefined()
})
