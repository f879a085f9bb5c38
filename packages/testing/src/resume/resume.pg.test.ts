import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '../database/use-test-database.ts'
import { createRandom } from '../random/random.ts'
import { askAnswers, planAnswers, readRows } from './cuts/ask-answers.ts'
import { readSync } from './cuts/read-sync.ts'
import { type CutsPlan, runSyncCuts } from './cuts/run-sync-cuts.ts'
import { runWatchCuts } from './cuts/run-watch-cuts.ts'
import { runServers } from './servers/run-servers.ts'
import { runStops } from './servers/run-stops.ts'
import { runSlow } from './slow/run-slow.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import type { Verdict } from './verdict.ts'

// The short form of `pnpm resume`: its promises, not its figures.
const cutsPlan = (seed: string): CutsPlan => ({
  random: createRandom(seed),
  sessions: 2,
  answers: 2,
  deltas: 150,
  everyKth: [1, 2, 7, 50],
  atRandom: 4,
  awayAfter: [3],
  deadlineMs: 15_000,
})

function expectCuts({ violations, counts }: Verdict): void {
  expect(violations).toEqual([])
  expect(counts.cuts).toBeGreaterThan(20)
  expect(counts['ended by the server']).toBe(0)
}

describe('two servers on one database', () => {
  const stage = useStage(false)

  test('a subscription that is cut after any event goes on at either, nothing twice and no gap', async () => {
    const verdict = await runSyncCuts(stage(), cutsPlan('sync'))
    expectCuts(verdict)
    expect(verdict.counts['ready in spite of an id']).toBe(0)
  })

  test('a watch that is cut after any event, also before the end, goes on at either', async () => {
    const verdict = await runWatchCuts(stage(), cutsPlan('watch'))
    expectCuts(verdict)
    expect(verdict.counts['cut between the last delta and the end']).toBe(verdict.counts.readers)
  })

  test('when the end of an answer comes, all of it has come, also from the other server', async () => {
    const random = createRandom('short answers')
    const planned = await planAnswers(stage(), random, { sessions: 4, answers: 1, deltas: 3 })
    const streamIds = planned.map(({ streamId }) => streamId)
    const reading = [0, 1].map((place) =>
      readSync({
        name: `reader at server ${place}`,
        urls: [stage().servers.at(place).url],
        cuts: () => ({ events: Number.POSITIVE_INFINITY }),
        random,
        deadline: AbortSignal.timeout(10_000),
        sessionIds: planned.map(({ sessionId }) => sessionId),
        streamIds,
        listRows: async () => new Set((await readRows(stage(), streamIds)).keys()),
      }),
    )
    await askAnswers(stage(), planned)
    for (const { violations, texts } of await Promise.all(reading)) {
      expect(violations).toEqual([])
      expect(planned.map(({ streamId }) => texts.get(streamId)?.text)).toEqual(
        planned.map(({ content }) => content),
      )
    }
  })

  test('an answer is stopped, or deleted with its session, at the one that does not write it', async () => {
    expect((await runStops(stage(), createRandom('stops'))).violations).toEqual([])
  })

  test('readers that stop reading for a while have every answer exactly', async () => {
    const random = createRandom('slow')
    const plan = { random, readers: 3, thorough: false, sessions: 5, answers: 2, deadlineMs: 30_000 }
    expect((await runSlow(stage(), plan)).violations).toEqual([])
  })

  test('when one of them is killed every tab comes to show what the database holds', async () => {
    const random = createRandom('servers')
    const plan = { random, tabs: 6, sessions: 3, messages: 1, deltas: 60, paceMs: 25, kills: [1] }
    const { violations, counts } = await runServers(stage(), plan)
    expect(violations).toEqual([])
    expect(counts['answers interrupted']).toBeGreaterThan(0)
    expect(counts['deltas compared']).toBeGreaterThan(0)
  })
})

describe('two servers behind pgbouncer', () => {
  const stage = useStage(true)

  test('a subscription that is cut after any event goes on at either, nothing twice and no gap', async () => {
    expectCuts(await runSyncCuts(stage(), cutsPlan('pooled')))
  })
})

function useStage(pooled: boolean): () => Stage {
  const database = useTestDatabase()
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ adminUrl: database.url, appUrl: database.appUrl, pooled })
  })
  afterAll(() => stage[Symbol.asyncDispose]())
  return () => stage
}
