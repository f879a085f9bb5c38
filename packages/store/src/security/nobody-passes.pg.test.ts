import { useTestDatabase } from '@duck/testing/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dangersFor } from './dangers.ts'
import { noticed } from './noticed.ts'
import { outcomeOf } from './probe.ts'
import { openProbedWorld, type ProbedWorld } from './probed-world.ts'
import { PROBES } from './probes.ts'
import { type Change, loosenedFrom, removalsFrom } from './removals.ts'

/** Each removal tries every probe, some ten thousand statements in all. */
const MANY_PROBES_MS = 180_000

const database = useTestDatabase()
let world: ProbedWorld

beforeAll(async () => {
  world = await openProbedWorld(database.url)
})
afterAll(() => world[Symbol.asyncDispose]())

async function unnoticed(changes: readonly Change[]): Promise<string[]> {
  const silent: string[] = []
  for (const change of changes) if (!(await noticed(world.sql, change))) silent.push(change.what)
  return silent
}

test.each(PROBES)('$what', async (probe) => {
  expect(await outcomeOf(world.sql, probe)).toBe(probe.gives)
})

test('as it is, no probe is red and the start-up check finds no fault', async () => {
  expect(await noticed(world.sql, { what: 'nothing', sql: '', about: '' })).toBeUndefined()
})

test(
  'each policy, grant, trigger, owner and setting that is taken away makes a probe red',
  async () => {
    const removals = await removalsFrom(world.sql)
    expect(removals.length).toBeGreaterThan(150)
    expect(await unnoticed(removals)).toEqual([])
  },
  MANY_PROBES_MS,
)

test('each policy that no longer asks who the user is makes a probe red', async () => {
  const loosened = await loosenedFrom(world.sql)
  expect(loosened).toHaveLength(6)
  expect(await unnoticed(loosened)).toEqual([])
})

test(
  'each right that nobody should have makes a probe or the start-up check red',
  async () => {
    const dangers = await dangersFor(world.sql)
    expect(dangers.length).toBeGreaterThan(150)
    expect(await unnoticed(dangers)).toEqual([])
  },
  MANY_PROBES_MS,
)
