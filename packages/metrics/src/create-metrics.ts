import { collectDefaultMetrics, Registry } from 'prom-client'
import { boundedLabel, closedLabel, OTHER, statusClass } from './bounded-label.ts'
import { CONSTRAINTS } from './constraints.ts'
import { createInstruments, createPoolInstruments, type Instruments } from './instruments.ts'
import { createLegacyRecorders } from './legacy-recorders.ts'
import { APPEND_RESULTS, LOCK_PHASES, type Metrics, type PoolUse } from './metrics.ts'
import { createScraped } from './scraped.ts'

// Far above what the product has, far below what would be felt.
const MOST_POOLS = 16
const MOST_ROUTES = 200

/** Metrics of their own, none shared with others made in this process. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const pools = new Map<string, () => PoolUse>()
  const instruments = createInstruments(registry)
  createPoolInstruments(registry, pools)
  const scraped = createScraped(registry)
  collectDefaultMetrics({ register: registry })
  startAtZero(instruments)
  return {
    ...recorders(instruments, pools),
    ...createLegacyRecorders(registry),
    watchStreams(streams) {
      scraped.streams = streams
    },
    watchSyncClients(clients) {
      scraped.syncClients = clients
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
}

type Recorders = Omit<
  Metrics,
  'contentType' | 'text' | 'watchStreams' | 'watchSyncClients' | 'shadowRead' | 'legacyProgress'
>

function recorders(to: Instruments, pools: Map<string, () => PoolUse>): Recorders {
  const constraintLabel = closedLabel(CONSTRAINTS)
  const poolLabel = boundedLabel(MOST_POOLS)
  const routeLabel = boundedLabel(MOST_ROUTES)
  return {
    append(result, seconds) {
      to.appends.inc({ result })
      to.appendSeconds.observe(duration(seconds))
    },
    appendBatch: (rows) => to.appendBatchRows.observe(rows),
    appendLock: (phase, seconds) => to.appendLockSeconds.observe({ phase }, duration(seconds)),
    constraintViolation: (name) => to.constraintViolations.inc({ constraint: constraintLabel(name) }),
    finalize: (seconds) => to.finalizeSeconds.observe(duration(seconds)),
    orphansSettled: (streams) => to.orphansSettled.inc(streams),
    countMismatches: (sessions) => to.countMismatches.set(sessions),
    watchPool(name, use) {
      const pool = poolLabel(name)
      pools.set(pool, use)
      to.poolRefused.inc({ pool }, 0)
    },
    poolRefused: (name) => to.poolRefused.inc({ pool: poolLabel(name) }),
    request: (route, status, seconds) =>
      to.requestSeconds.observe({ route: routeLabel(route), status: statusClass(status) }, duration(seconds)),
  }
}

/** An alert on an increase misses the first one of a series that was not there before. */
function startAtZero(instruments: Instruments): void {
  for (const result of APPEND_RESULTS) instruments.appends.inc({ result }, 0)
  for (const phase of LOCK_PHASES) instruments.appendLockSeconds.zero({ phase })
  for (const constraint of [...CONSTRAINTS, OTHER]) instruments.constraintViolations.inc({ constraint }, 0)
}

/** Postgres's clock may jump between two readings, and the client refuses what is not finite. */
function duration(seconds: number): number {
  return seconds > 0 && Number.isFinite(seconds) ? seconds : 0
}
