import postgres from 'postgres'
import { expect, test } from 'vitest'
import { startEmbeddedPostgres } from './index.ts'
import { query } from './testing/query.ts'
import { startOwner } from './testing/start-owner.ts'
import { killPostgres, postgresPid, useDataDirs } from './testing/use-data-dirs.ts'

const newDataDir = useDataDirs()
const OWNER = `select pid from pg_locks where locktype = 'advisory' and granted`

/** On the database that the lock belongs to. */
function lockHolder(url: string) {
  return query<{ pid: number }>(url.replace(/duck$/, 'postgres'), OWNER)
}

async function answersAgain(url: string): Promise<void> {
  await expect.poll(() => lockHolder(url).catch(() => undefined), { timeout: 10_000 }).toBeDefined()
}

test('a Postgres killed with -9 is back on the same port, so that a pool goes on, and is owned again', async () => {
  const dataDir = await newDataDir()
  const lines: string[] = []
  const pg = await startEmbeddedPostgres({ dataDir, onProgress: (line) => lines.push(line) })
  const pool = postgres(pg.url, { max: 2, backoff: () => 0.05, onnotice: () => {} })
  await pool`create table kept as select 42 as answer`
  const { pid } = pg
  await killPostgres(dataDir)
  await answersAgain(pg.url)
  expect([...(await pool`select answer from kept`)]).toEqual([{ answer: 42 }])
  await expect.poll(() => pg.pid).not.toBe(pid)
  expect(lines.join('\n')).toMatch(/Lost Postgres on port \d+[\s\S]*\nPostgres 18 is back on port \d+/)
  await pool.end()
  await pg.stop()
  expect(postgresPid(dataDir)).toBeUndefined()
})

test('an adopted Postgres is brought back as well', async () => {
  const dataDir = await newDataDir()
  const owner = startOwner(dataDir)
  await owner.outcome
  await owner.kill()
  const pg = await startEmbeddedPostgres({ dataDir })
  expect(pg.adopted).toBe(true)
  await killPostgres(dataDir)
  await answersAgain(pg.url)
  await pg.stop()
  expect(postgresPid(dataDir)).toBeUndefined()
})

test('an owner whose lock connection is cut takes the lock again and leaves Postgres as it is', async () => {
  const dataDir = await newDataDir()
  const pg = await startEmbeddedPostgres({ dataDir })
  const { pid } = pg
  const before = await lockHolder(pg.url)
  await query(pg.url, `select pg_terminate_backend(${before?.pid})`)
  await expect.poll(async () => (await lockHolder(pg.url))?.pid ?? before?.pid).not.toBe(before?.pid)
  expect(postgresPid(dataDir)).toBe(pid)
  await pg.stop()
})

test.for(['Lost', 'Starting'])('stop at "%s" of a restart leaves no process', async (moment) => {
  const dataDir = await newDataDir()
  let killed = false
  let stopped: Promise<void> | undefined
  const pg = await startEmbeddedPostgres({
    dataDir,
    onProgress: (line) => {
      if (killed && line.startsWith(moment)) stopped = pg.stop()
    },
  })
  killed = true
  await killPostgres(dataDir)
  await expect.poll(() => stopped !== undefined).toBe(true)
  await stopped
  expect(postgresPid(dataDir)).toBeUndefined()
})
