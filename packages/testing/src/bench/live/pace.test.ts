import { expect, test } from 'vitest'
import { pace } from './pace.ts'

test('everything is emitted, and none before its time', async () => {
  const began = performance.now()
  const at: number[] = []
  await pace({ perSecond: 500, count: 20 }, () => at.push(performance.now() - began))
  expect(at).toHaveLength(20)
  for (const [n, ms] of at.entries()) expect(ms).toBeGreaterThanOrEqual(n * 2)
})

test('an abort ends it', async () => {
  const abort = new AbortController()
  const paced = pace({ perSecond: 1, count: 100 }, () => abort.abort(), abort.signal)
  await expect(paced).rejects.toThrow('aborted')
})
