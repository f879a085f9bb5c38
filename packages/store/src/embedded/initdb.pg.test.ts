import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startEmbeddedPostgres } from './index.ts'
import { startOwner } from './testing/start-owner.ts'
import { leftovers, postgresPid, useDataDirs } from './testing/use-data-dirs.ts'

const newDataDir = useDataDirs()

test('a kill -9 in the middle of initdb leaves nothing that the next start stumbles over', async () => {
  const dataDir = await newDataDir()
  const owner = startOwner(dataDir)
  owner.outcome.catch(() => {})
  const workshops = async () =>
    (await leftovers(dataDir)).filter((name) => name.startsWith('postgres-initdb-'))
  await expect.poll(workshops, { interval: 10, timeout: 10_000 }).toHaveLength(1)
  await owner.kill()
  expect(await readdir(dataDir)).not.toContain('postgres')
  expect(await leftovers(dataDir)).toHaveLength(1)

  const pg = await startEmbeddedPostgres({ dataDir })
  expect(pg.adopted).toBe(false)
  expect(await leftovers(dataDir)).toEqual([])
  await pg.stop()
})

test('a kill -9 while the password was drafted leaves nothing either', async () => {
  const dataDir = await newDataDir()
  await mkdir(dataDir, { recursive: true })
  await writeFile(path.join(dataDir, `postgres-password.${process.pid}-00000000`), 'half')
  const pg = await startEmbeddedPostgres({ dataDir })
  expect(await leftovers(dataDir)).toEqual([])
  await pg.stop()
})

test("a container's leftover that bears our own pid is removed too", async () => {
  const dataDir = await newDataDir()
  await mkdir(path.join(dataDir, `postgres-initdb-${process.pid}-00000000`), { recursive: true })
  const pg = await startEmbeddedPostgres({ dataDir })
  expect(await leftovers(dataDir)).toEqual([])
  await pg.stop()
})

test.for(['Creating', 'Starting', 'Postgres 18 is ready'])(
  'a Ctrl-C at "%s" of a first start leaves no process and nothing half-made',
  async (moment) => {
    const dataDir = await newDataDir()
    const ctrlC = new AbortController()
    const onProgress = (line: string) => {
      // A turn later, so that it comes in the middle of what the line announces.
      if (line.startsWith(moment)) setImmediate(() => ctrlC.abort(new Error('Ctrl-C')))
    }
    const start = startEmbeddedPostgres({ dataDir, onProgress, signal: ctrlC.signal })
    const outcome = await start.then(
      (pg) => pg.stop().then(() => 'stopped'),
      (error: Error) => error.message,
    )
    expect(outcome).toBe(moment === 'Postgres 18 is ready' ? 'stopped' : 'Ctrl-C')
    expect(postgresPid(dataDir)).toBeUndefined()
    expect(await leftovers(dataDir)).toEqual([])
    const again = await startEmbeddedPostgres({ dataDir })
    await again.stop()
  },
)

test('a start that is already cancelled touches nothing', async () => {
  const dataDir = await newDataDir()
  const signal = AbortSignal.abort(new Error('Ctrl-C'))
  await expect(startEmbeddedPostgres({ dataDir, signal })).rejects.toThrow('Ctrl-C')
  await expect(readdir(dataDir)).rejects.toThrow('ENOENT')
})
