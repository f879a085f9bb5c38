import { parseMetrics, type Sample, sampleValue } from '@duck/testing/metrics'
import { expect, test } from 'vitest'
import { CONSTRAINTS } from './constraints.ts'
import { createMetrics } from './create-metrics.ts'
import { BUCKETS } from './instruments.ts'
import { APPEND_RESULTS, type Metrics } from './metrics.ts'

const scrape = async (metrics: Metrics) => parseMetrics(await metrics.text())
const named = (samples: Sample[], name: string) => samples.filter((each) => each.name === name)

test('an append counts once, under its result, and so does its time', async () => {
  const metrics = createMetrics()
  metrics.append('new', 0.004)
  metrics.append('new', 0.004)
  metrics.append('conflict', 0.25)
  const samples = await scrape(metrics)
  expect(sampleValue(samples, 'duck_appends_total', { result: 'new' })).toBe(2)
  expect(sampleValue(samples, 'duck_appends_total', { result: 'conflict' })).toBe(1)
  expect(sampleValue(samples, 'duck_append_seconds_count')).toBe(3)
  expect(sampleValue(samples, 'duck_append_seconds_sum')).toBeCloseTo(0.258)
  expect(sampleValue(samples, 'duck_append_seconds_bucket', { le: '0.0025' })).toBe(0)
  expect(sampleValue(samples, 'duck_append_seconds_bucket', { le: '0.005' })).toBe(2)
})

test('waiting for the lock and holding it are timed apart', async () => {
  const metrics = createMetrics()
  metrics.appendLock('wait', 1)
  metrics.appendLock('hold', 0.001)
  metrics.appendLock('hold', 0.002)
  const samples = await scrape(metrics)
  expect(sampleValue(samples, 'duck_append_lock_seconds_count', { phase: 'wait' })).toBe(1)
  expect(sampleValue(samples, 'duck_append_lock_seconds_sum', { phase: 'hold' })).toBeCloseTo(0.003)
})

test('a violation counts under its constraint, a mismatch is what the last check saw', async () => {
  const metrics = createMetrics()
  metrics.constraintViolation('messages_session_id_message_index_key')
  metrics.countMismatches(3)
  metrics.countMismatches(1)
  const samples = await scrape(metrics)
  const constraint = 'messages_session_id_message_index_key'
  expect(sampleValue(samples, 'duck_constraint_violations_total', { constraint })).toBe(1)
  expect(sampleValue(samples, 'duck_count_mismatches')).toBe(1)
})

test('a request counts under its route and its class of status', async () => {
  const metrics = createMetrics()
  metrics.request('/api/sessions', 200, 0.01)
  metrics.request('/api/sessions', 201, 0.01)
  metrics.request('/api/sessions', 503, 2)
  const samples = await scrape(metrics)
  expect(sampleValue(samples, 'duck_request_seconds_count', { status: '2xx' })).toBe(2)
  expect(sampleValue(samples, 'duck_request_seconds_sum', { status: '5xx' })).toBe(2)
})

test('the use of a pool is read at the scrape, by the reader given last', async () => {
  const metrics = createMetrics()
  metrics.watchPool('appends', () => ({ size: 1, inUse: 1, waiting: 1 }))
  const use = { size: 10, inUse: 0, waiting: 0 }
  metrics.watchPool('appends', () => use)
  expect(sampleValue(await scrape(metrics), 'duck_pool_connections', { state: 'in-use' })).toBe(0)
  use.inUse = 7
  use.waiting = 2
  const samples = await scrape(metrics)
  expect(sampleValue(samples, 'duck_pool_connections', { pool: 'appends', state: 'in-use' })).toBe(7)
  expect(sampleValue(samples, 'duck_pool_connections', { pool: 'appends', state: 'size' })).toBe(10)
  expect(sampleValue(samples, 'duck_pool_waiting', { pool: 'appends' })).toBe(2)
  expect(sampleValue(samples, 'duck_pool_refused_total', { pool: 'appends' })).toBe(0)
  metrics.poolRefused('appends')
  expect(sampleValue(await scrape(metrics), 'duck_pool_refused_total', { pool: 'appends' })).toBe(1)
})

test('a comparison with an old array counts by what came out, and the move is what was last found', async () => {
  const metrics = createMetrics()
  metrics.shadowRead('differs')
  const versions = { waiting: 3, held: 1 }
  const found = { storage: { array: 5, reads: 2, rows: 1 }, unabsorbed: 4, versions, quarantined: 6 }
  metrics.legacyProgress({ ...found, unabsorbed: 9 })
  metrics.legacyProgress(found)
  const samples = await scrape(metrics)
  expect(sampleValue(samples, 'duck_legacy_shadow_reads_total', { result: 'differs' })).toBe(1)
  expect(sampleValue(samples, 'duck_legacy_shadow_reads_total', { result: 'same' })).toBe(0)
  expect(sampleValue(samples, 'duck_legacy_sessions', { storage: 'reads' })).toBe(2)
  expect(sampleValue(samples, 'duck_legacy_unabsorbed_sessions')).toBe(4)
  expect(sampleValue(samples, 'duck_legacy_versions', { state: 'waiting' })).toBe(3)
  expect(sampleValue(samples, 'duck_legacy_quarantined')).toBe(6)
})

test('what can be known beforehand is there from the start, at 0', async () => {
  const samples = await scrape(createMetrics())
  const at0 = (name: string, label: string) =>
    named(samples, name).map(({ labels, value }) => [labels[label], value])
  expect(at0('duck_appends_total', 'result')).toEqual(APPEND_RESULTS.map((result) => [result, 0]))
  expect(at0('duck_append_lock_seconds_count', 'phase')).toEqual([
    ['wait', 0],
    ['hold', 0],
  ])
  expect(at0('duck_constraint_violations_total', 'constraint')).toEqual(
    [...CONSTRAINTS, 'other'].map((constraint) => [constraint, 0]),
  )
  expect(sampleValue(samples, 'duck_append_seconds_count')).toBe(0)
  expect(sampleValue(samples, 'duck_count_mismatches')).toBe(0)
})

test('the buckets go from half a millisecond to ten seconds', async () => {
  const bounds = named(await scrape(createMetrics()), 'duck_append_seconds_bucket').map(
    ({ labels }) => labels.le,
  )
  expect(bounds).toEqual([...BUCKETS.map(String), '+Inf'])
  expect([bounds[0], bounds.at(-2)]).toEqual(['0.0005', '10'])
})

test('a time that is no positive number counts as 0 and fails nothing', async () => {
  const metrics = createMetrics()
  for (const seconds of [-86_400, Number.NaN, Number.POSITIVE_INFINITY]) {
    metrics.append('new', seconds)
    metrics.appendLock('wait', seconds)
    metrics.request('/healthz', 200, seconds)
  }
  const samples = await scrape(metrics)
  for (const name of ['duck_append_seconds', 'duck_request_seconds']) {
    expect(sampleValue(samples, `${name}_count`)).toBe(3)
    expect(sampleValue(samples, `${name}_sum`)).toBe(0)
  }
})

test('two metrics of one process share nothing', async () => {
  const [one, two] = [createMetrics(), createMetrics()]
  one.append('new', 0.1)
  expect(sampleValue(await scrape(two), 'duck_appends_total', { result: 'new' })).toBe(0)
})

test('the process itself is measured', async () => {
  const samples = await scrape(createMetrics())
  expect(sampleValue(samples, 'process_cpu_seconds_total')).toBeGreaterThan(0)
  expect(named(samples, 'nodejs_eventloop_lag_p99_seconds')).toHaveLength(1)
})

test('answers and tabs are read at the scrape, and are 0 before anybody gives them', async () => {
  const metrics = createMetrics()
  const states = async () => {
    const samples = await scrape(metrics)
    const of = (state: string) => sampleValue(samples, 'duck_streams', { state })
    return [of('queued'), of('open'), sampleValue(samples, 'duck_sync_clients')]
  }
  expect(await states()).toEqual([0, 0, 0])
  metrics.watchStreams(() => ({ queued: 2, open: 3 }))
  metrics.watchSyncClients(() => 12)
  expect(await states()).toEqual([2, 3, 12])
})

test('orphans are counted one by one, and how long an end took', async () => {
  const metrics = createMetrics()
  expect(sampleValue(await scrape(metrics), 'duck_orphans_settled_total')).toBe(0)
  metrics.orphansSettled(2)
  metrics.finalize(0.002)
  const samples = await scrape(metrics)
  expect(sampleValue(samples, 'duck_orphans_settled_total')).toBe(2)
  expect(sampleValue(samples, 'duck_finalize_seconds_count')).toBe(1)
})
