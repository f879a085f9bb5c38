import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { PoolUse } from './metrics.ts'

/** Seconds, from a fast append to the longest that any call may take. */
export const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Rows, up to the largest batch. */
export const BATCH_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256]

export type Instruments = ReturnType<typeof createInstruments>
export type Pools = ReadonlyMap<string, () => PoolUse>

/** Every instrument of ours, by its name in the product. What each means stands in docs/operations.md. */
export function createInstruments(registry: Registry) {
  const registers = [registry]
  return {
    appends: new Counter({
      name: 'duck_appends_total',
      help: 'Appends and sends that were answered, by what became of them.',
      labelNames: ['result'],
      registers,
    }),
    appendSeconds: new Histogram({
      name: 'duck_append_seconds',
      help: 'Seconds from the call of an append or a send to its answer.',
      buckets: BUCKETS,
      registers,
    }),
    appendBatchRows: new Histogram({
      name: 'duck_append_batch_rows',
      help: 'Appends and sends that were committed together.',
      buckets: BATCH_BUCKETS,
      registers,
    }),
    appendLockSeconds: new Histogram({
      name: 'duck_append_lock_seconds',
      help: "Seconds a batch of appends waited for its sessions' locks, and seconds it held them.",
      labelNames: ['phase'],
      buckets: BUCKETS,
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'duck_request_seconds',
      help: 'Seconds an HTTP request took, by route and class of status. Subscriptions are not in it.',
      labelNames: ['route', 'status'],
      buckets: BUCKETS,
      registers,
    }),
    constraintViolations: new Counter({
      name: 'duck_constraint_violations_total',
      help: 'Rows that a constraint of the database refused.',
      labelNames: ['constraint'],
      registers,
    }),
    countMismatches: new Gauge({
      name: 'duck_count_mismatches',
      help: 'Sessions whose message count differed from their rows when each was last checked.',
      registers,
    }),
    finalizeSeconds: new Histogram({
      name: 'duck_finalize_seconds',
      help: 'Seconds from the end of an answer to its row, tries that failed included.',
      buckets: BUCKETS,
      registers,
    }),
    orphansSettled: new Counter({
      name: 'duck_orphans_settled_total',
      help: 'Answers of servers that are gone which this one brought to their end.',
      registers,
    }),
    poolRefused: new Counter({
      name: 'duck_pool_refused_total',
      help: 'Calls that got no connection to the database in time.',
      labelNames: ['pool'],
      registers,
    }),
  }
}

/** The instruments that read their value when they are scraped. */
export function createPoolInstruments(registry: Registry, pools: Pools): void {
  const registers = [registry]
  new Gauge({
    name: 'duck_pool_connections',
    help: 'Connections to the database: how many a pool may have (size), how many are in use (in-use).',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const [pool, use] of pools) {
        const { size, inUse } = use()
        this.set({ pool, state: 'size' }, size)
        this.set({ pool, state: 'in-use' }, inUse)
      }
    },
  })
  new Gauge({
    name: 'duck_pool_waiting',
    help: 'Calls that wait for a connection to the database.',
    labelNames: ['pool'],
    registers,
    collect() {
      for (const [pool, use] of pools) this.set({ pool }, use().waiting)
    },
  })
}
