import { realpath } from 'node:fs/promises'
import { must } from '@duck/protocol'
import { expect, test } from 'vitest'
import { startEmbeddedPostgres } from './index.ts'
import { query } from './testing/query.ts'
import { type Outcome, startOwner } from './testing/start-owner.ts'
import { postgresPid, useDataDirs } from './testing/use-data-dirs.ts'

const newDataDir = useDataDirs()

test('a second start is refused with one clear sentence and does the first no harm', async () => {
  const dataDir = await newDataDir()
  const pg = await startEmbeddedPostgres({ dataDir })
  const { pid } = pg
  await query(pg.url, 'create table kept as select 42 as answer')
  const second = startOwner(dataDir)
  const folder = await realpath(dataDir)
  expect(await second.outcome).toEqual({
    failed: `Another Duck (pid ${process.pid}) is using the data folder ${folder}. Stop it first, or set DUCK_DATA_DIR to another folder.`,
  })
  expect(await second.ended).toBe(0)
  expect({ pid: pg.pid, running: postgresPid(dataDir) }).toEqual({ pid, running: pid })
  expect(await query(pg.url, 'select answer from kept')).toEqual({ answer: 42 })
  await pg.stop()
})

test('of two first starts at the very same moment one wins and the other is refused', async () => {
  const dataDir = await newDataDir()
  const owners = [startOwner(dataDir), startOwner(dataDir)]
  const outcomes: Outcome[] = await Promise.all(owners.map(({ outcome }) => outcome))
  const started = outcomes.flatMap((outcome) => ('started' in outcome ? [outcome.started] : []))
  const refused = outcomes.flatMap((outcome) => ('failed' in outcome ? [outcome.failed] : []))
  expect(started).toHaveLength(1)
  expect(refused).toEqual([expect.stringMatching(/^Another Duck \(pid \d+\) is using the data folder/)])
  const winner = must(started[0], 'the winner')
  expect(postgresPid(dataDir)).toBe(winner.pid)
  expect(await query(winner.url, 'select 1 as one')).toEqual({ one: 1 })
  await Promise.all(owners.map((owner) => owner.kill()))
})

test('a start right after the owner was stopped gets the data dir, without waiting for a time-out', async () => {
  const dataDir = await newDataDir()
  const first = await startEmbeddedPostgres({ dataDir })
  const [second] = await Promise.all([startEmbeddedPostgres({ dataDir }), first.stop()])
  expect(await query(second.url, 'select 1 as one')).toEqual({ one: 1 })
  await second.stop()
  expect(postgresPid(dataDir)).toBeUndefined()
})
