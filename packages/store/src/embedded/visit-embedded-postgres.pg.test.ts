import { access } from 'node:fs/promises'
import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import { prepareDatabase } from '../roles/prepare-database.ts'
import { startEmbeddedPostgres } from './start-embedded-postgres.ts'
import { query } from './testing/query.ts'
import { postgresPid, useDataDirs } from './testing/use-data-dirs.ts'
import { visitEmbeddedPostgres } from './visit-embedded-postgres.ts'

const newDataDir = useDataDirs()
const one = (url: string) => query<{ one: number }>(url, 'select 1 as one')

/** A data dir that a server has used, and that no Postgres serves. */
async function usedDataDir(): Promise<string> {
  const dataDir = await newDataDir()
  const first = await startEmbeddedPostgres({ dataDir })
  await prepareDatabase({ url: first.url, secret: 'secret' })
  await first.stop()
  return dataDir
}

/** What a server is to a visitor: an owner, and somebody connected as the role that serves. */
async function serve(dataDir: string) {
  const server = await startEmbeddedPostgres({ dataDir })
  const { url } = await prepareDatabase({ url: server.url, secret: 'secret' })
  const serving = postgres(url, { max: 1, onnotice: () => {} })
  await serving`select 1`
  onTestFinished(() => serving.end({ timeout: 1 }))
  return server
}

test('a visitor starts Postgres where nobody has, and takes it away again', async () => {
  const dataDir = await usedDataDir()
  const visit = await visitEmbeddedPostgres({ dataDir })
  expect(await one(visit.url)).toEqual({ one: 1 })
  await visit.end()
  expect(postgresPid(dataDir)).toBeUndefined()
})

test('a visitor goes to the Postgres of a server, and leaves it as it is', async () => {
  const dataDir = await usedDataDir()
  const server = await serve(dataDir)
  const visit = await visitEmbeddedPostgres({ dataDir })
  expect(visit.url).toBe(server.url)
  await visit.end()
  expect(postgresPid(dataDir)).toBe(server.pid)
  await server.stop()
})

test('of two visitors at once neither loses its Postgres, and none is left in the end', async () => {
  const dataDir = await usedDataDir()
  const visitOnce = async () => {
    const visit = await visitEmbeddedPostgres({ dataDir })
    const found = await one(visit.url)
    await visit.end()
    return found
  }
  const found = await Promise.all([visitOnce(), visitOnce()])
  expect(found).toEqual([{ one: 1 }, { one: 1 }])
  expect(postgresPid(dataDir)).toBeUndefined()
})

test('a server that starts during a visit waits for its end', async () => {
  const dataDir = await usedDataDir()
  const visit = await visitEmbeddedPostgres({ dataDir })
  const starting = startEmbeddedPostgres({ dataDir })
  expect(await one(visit.url)).toEqual({ one: 1 })
  await visit.end()
  const server = await starting
  expect(await one(server.url)).toEqual({ one: 1 })
  await server.stop()
})

test('where there is no database none is made, nor a folder', async () => {
  const dataDir = await newDataDir()
  await expect(visitEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
    code: 'no-database',
    message: `There is no database in ${dataDir} yet. Start The Duck once, or set DUCK_DATA_DIR to its folder.`,
  })
  await expect(access(dataDir)).rejects.toMatchObject({ code: 'ENOENT' })
})
