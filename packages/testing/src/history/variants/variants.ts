import type { AnomalyKind } from '../anomaly.ts'
import type { NemesisName } from '../nemesis/names.ts'
import type { AppendWay } from './append-ways.ts'

/** The product with one promise broken on purpose, and how that must show. */
export interface Variant {
  appendWay: AppendWay
  /** A file beside this one; `common.sql` comes first. */
  sql?: string
  retriesWithNewId?: true
  nemeses: readonly NemesisName[]
  /** Probability of a cut for each request, where some are to be sure. */
  cutRate?: number
  shows: AnomalyKind
}

export const VARIANTS: Record<string, Variant> = {
  'no lock': { appendWay: 'broken-function', sql: 'no-lock.sql', nemeses: [], shows: 'fork' },
  'no unique key': { appendWay: 'broken-function', sql: 'no-unique-key.sql', nemeses: [], shows: 'gap' },
  'ack before commit': {
    appendWay: 'ack-before-commit',
    sql: 'locked.sql',
    nemeses: ['kill-process'],
    shows: 'lost-update',
  },
  'a retry with a new id': {
    appendWay: 'product',
    retriesWithNewId: true,
    nemeses: ['cut'],
    cutRate: 0.15,
    shows: 'duplicate',
  },
  'last write wins': {
    appendWay: 'broken-function',
    sql: 'last-write-wins.sql',
    nemeses: [],
    shows: 'changed-row',
  },
  'asynchronous commit': {
    appendWay: 'broken-function',
    sql: 'asynchronous-commit.sql',
    nemeses: ['kill-postgres'],
    shows: 'lost-update',
  },
  'ON CONFLICT in a numbered batch': {
    appendWay: 'broken-batch',
    sql: 'numbered-batch.sql',
    nemeses: [],
    shows: 'gap',
  },
}
