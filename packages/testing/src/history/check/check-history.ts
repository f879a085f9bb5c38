import type { Anomaly } from '../anomaly.ts'
import type { History } from '../history.ts'
import { findChangedRows } from './changed-rows.ts'
import { findDuplicates } from './duplicates.ts'
import { findForks } from './forks.ts'
import { findGaps } from './gaps.ts'
import { indexHistory } from './index-history.ts'
import { findLostUpdates } from './lost-updates.ts'
import { findMisplaced } from './misplaced.ts'
import { findBrokenOrder } from './order.ts'
import { findBrokenPrefixes } from './prefixes.ts'
import { findStaleReads } from './stale-reads.ts'
import { findUnexpectedRows } from './unexpected-rows.ts'

const CHECKS = [
  findLostUpdates,
  findDuplicates,
  findUnexpectedRows,
  findGaps,
  findChangedRows,
  findBrokenPrefixes,
  findStaleReads,
  findBrokenOrder,
  findForks,
  findMisplaced,
]

/**
 * Everything in which the history breaks a promise of the log; none for a history that a correct log could have
 * given. As Jepsen's list-append, but stronger: indexes are dense, so a row's place is known to all readers.
 */
export function checkHistory(history: History): Anomaly[] {
  const indexed = indexHistory(history)
  return CHECKS.flatMap((check) => check(indexed))
}
