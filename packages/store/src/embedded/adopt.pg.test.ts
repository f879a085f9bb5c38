import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startEmbeddedPostgres } from './index.ts'
import { query } from './testing/query.ts'
import { startOwner } from './testing/start-owner.ts'
import { killPostgres, postgresPid, useDataDirs } from './testing/use-data-dirs.ts'

const newDataDir = useDataDirs()

async function leftByKilledOwner(dataDir: string) {
  const owner = startOwner(dataDir)
  const outcome = await owner.outcome
  if (!('started' in outcome)) throw new Error(JSON.stringify(outcome))
  await query(outcome.started.url, 'create table kept as select 42 as answer')
  await owner.kill()
  return outcome.started
}

test('the Postgres of a Node that was killed with -9 is adopted, serves on, and can be stopped', async () => {
  const dataDir = await newDataDir()
  const left = await leftByKilledOwner(dataDir)
  expect(postgresPid(dataDir)).toBe(left.pid)
  const pg = await startEmbeddedPostgres({ dataDir })
  expect({ url: pg.url, adopted: pg.adopted, pid: pg.pid }).toEqual({ ...left, adopted: true })
  expect(await query(pg.url, 'select answer from kept')).toEqual({ answer: 42 })
  await pg.stop()
  expect(postgresPid(dataDir)).toBeUndefined()
})

test('after a kill -9 of Node and of Postgres the next start recovers every row', async () => {
  const dataDir = await newDataDir()
  const left = await leftByKilledOwner(dataDir)
  await killPostgres(dataDir)
  const pg = await startEmbeddedPostgres({ dataDir })
  expect(pg.adopted).toBe(false)
  expect(pg.pid).not.toBe(left.pid)
  expect(await query(pg.url, 'select answer from kept')).toEqual({ answer: 42 })
  await pg.stop()
})

test("a stale postmaster.pid whose pid is some other program's by now confuses nobody", async () => {
  const dataDir = await newDataDir()
  const cluster = path.join(dataDir, 'postgres')
  await (await startEmbeddedPostgres({ dataDir })).stop()
  // Of the same account as Postgres: only such a one it takes for a second Postgres.
  const { uid, gid } = await stat(cluster)
  const other = spawn('sleep', ['60'], { cwd: cluster, uid, gid })
  await once(other, 'spawn')
  await writeFile(
    path.join(cluster, 'postmaster.pid'),
    `${other.pid}\n${cluster}\n1795479922\n5432\n\n127.0.0.1\n  1  4\nready   \n`,
  )
  const pg = await startEmbeddedPostgres({ dataDir })
  expect(pg.adopted).toBe(false)
  expect(await query(pg.url, 'select 1 as one')).toEqual({ one: 1 })
  expect(other.exitCode).toBeNull()
  await pg.stop()
  other.kill('SIGKILL')
})

test('a Node that has nothing more to do ends although it owns a Postgres, which serves on', async () => {
  const dataDir = await newDataDir()
  const owner = startOwner(dataDir, { mode: 'leave' })
  expect(await owner.outcome).toHaveProperty('started')
  expect(await owner.ended).toBe(0)
  const pg = await startEmbeddedPostgres({ dataDir })
  expect(pg.adopted).toBe(true)
  await pg.stop()
})
