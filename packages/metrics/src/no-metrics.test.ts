import { expect, test } from 'vitest'
import { createMetrics } from './create-metrics.ts'
import { NO_METRICS } from './no-metrics.ts'

test('no metrics take everything that metrics take, and record nothing', async () => {
  expect(Object.keys(NO_METRICS).sort()).toEqual(Object.keys(createMetrics()).sort())
  NO_METRICS.append('new', 1)
  NO_METRICS.request('/healthz', 200, 1)
  expect(await NO_METRICS.text()).toBe('')
  expect(NO_METRICS.contentType).toBe(createMetrics().contentType)
})
