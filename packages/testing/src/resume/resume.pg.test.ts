import { afterAll, beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '../database/use-test-database.ts'
import { createRandom } from '../random/random.ts'
import type { CutsPlan } from './cuts/run-sync-cuts.ts'
import { runSyncCuts } from './cuts/run-sync-cuts.ts'
import { runWatchCuts } from './cuts/run-watch-cuts.ts'
import { openStage, type Stage } from './stage/open-stage.ts'

const database = useTestDatabase()
let stage: Stage
beforeAll(async () => {
  stage = await openStage({ adminUrl: database.url, appUrl: database.appUrl, pooled: false })
})
afterAll(() => stage[Symbol.asyncDispose]())

const plan = (seed: string): CutsPlan => ({
  random: createRandom(seed),
  sessions: 2,
  answers: 2,
  deltas: 150,
  everyKth: [1, 2, 7, 50],
  atRandom: 4,
  awayAfter: [3],
  deadlineMs: 15_000,
})

test('a subscription that is cut after any event goes on at either server, nothing twice and no gap', async () => {
  const { violations, counts } = await runSyncCuts(stage, plan('sync'))
  console.log(counts)
  expect(violations).toEqual([])
})

test('a watch that is cut after any event, also before the end, goes on at either server', async () => {
  const { violations, counts } = await runWatchCuts(stage, plan('watch'))
  console.log(counts)
  expect(violations).toEqual([])
})
