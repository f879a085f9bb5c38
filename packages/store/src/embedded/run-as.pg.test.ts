import { chmod, chown, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startEmbeddedPostgres } from './index.ts'
import { query } from './testing/query.ts'
import { startOwner } from './testing/start-owner.ts'
import { postgresPid, useDataDirs } from './testing/use-data-dirs.ts'

const newDataDir = useDataDirs()
const NOBODY = 65_534
const us = process.getuid?.() ?? 0
const isRoot = us === 0

async function clusterOwner(dataDir: string): Promise<number> {
  return (await stat(path.join(dataDir, 'postgres'))).uid
}

test('it works below a folder that is closed to others, with files of our own account', async () => {
  const dataDir = await newDataDir(0o700)
  const pg = await startEmbeddedPostgres({ dataDir })
  expect(await query(pg.url, 'select 1 as one')).toEqual({ one: 1 })
  expect(await clusterOwner(dataDir)).toBe(us)
  await pg.stop()
})

test('in a folder that others may enter, root hands Postgres to nobody; anyone else runs it directly', async () => {
  const dataDir = await newDataDir(0o755)
  const pg = await startEmbeddedPostgres({ dataDir })
  expect(await clusterOwner(dataDir)).toBe(isRoot ? NOBODY : us)
  await pg.stop()
})

test('an existing cluster runs under the account that owns it, wherever its folder went', async () => {
  const dataDir = await newDataDir(0o700)
  await (await startEmbeddedPostgres({ dataDir })).stop()
  await chmod(path.dirname(dataDir), 0o755)
  const pg = await startEmbeddedPostgres({ dataDir })
  expect(await query(pg.url, 'select 1 as one')).toEqual({ one: 1 })
  expect(await clusterOwner(dataDir)).toBe(us)
  await pg.stop()
})

test('an ordinary user needs no rights at all', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'duck-home-'))
  const dataDir = await newDataDir()
  const parent = path.dirname(dataDir)
  if (isRoot) await Promise.all([home, parent].map((folder) => chown(folder, NOBODY, NOBODY)))
  const env = { PATH: process.env.PATH, HOME: home }
  const owner = startOwner(dataDir, isRoot ? { account: { uid: NOBODY, gid: NOBODY, env } } : {})
  expect(await owner.outcome).toHaveProperty('started')
  expect(await clusterOwner(dataDir)).toBe(isRoot ? NOBODY : us)
  expect(postgresPid(dataDir)).toBeDefined()
  await owner.kill()
  await rm(home, { recursive: true })
})
