import { DuckError } from '@duck/protocol'
import { Lanes } from '../batch/lanes.ts'
import type { Db } from '../db.ts'
import { appendAlone } from './append-alone.ts'
import { appendTogether } from './append-together.ts'

// Of the database or of the way there: what a batch met, each of its rows would meet.
const OF_ALL = new Set(['database-away', 'not-durable', 'pool-full', 'storage-full'])

/** The lanes of one process's `db`. */
export function createLanes(db: Db): Lanes {
  return new Lanes({
    together: (rows) => appendTogether(db, rows),
    alone: (waiting) => appendAlone(db, waiting),
    concernsAll: (error) => error instanceof DuckError && OF_ALL.has(error.facts.reason ?? ''),
    onRefused: () => db.metrics.poolRefused('batches'),
  })
}
