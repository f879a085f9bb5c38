import { expect, test } from 'vitest'
import { createLegacyDatabase } from '../legacy/create-legacy-database.ts'
import { fire } from './fire.ts'

test('an old app that goes on writing loses nothing, and never meets an error', {
  timeout: 120_000,
}, async () => {
  await using database = await createLegacyDatabase()
  const { faults, changedAgain, ...found } = await fire({
    url: database.url,
    seed: 'a short fire',
    size: { sessions: 30, longest: 950, huge: 3_000, large: 500_000 },
    aloneMs: 500,
    besideMs: 12_000,
    writers: 6,
    kills: 4,
  })
  expect({ faults, changedAgain }).toEqual({ faults: [], changedAgain: 0 })
  expect(found.kills).toBeGreaterThanOrEqual(4)
  expect(found.versions).toBeGreaterThan(100)
  expect(found.acked).toBeGreaterThan(10)
})
