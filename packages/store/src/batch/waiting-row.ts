import { Buffer } from 'node:buffer'
import type { AppendedRow } from '../message/appended-row.ts'
import type { RowToAppend } from '../message/row-to-append.ts'

/** A row on its way into the database, and its caller who waits. */
export interface WaitingRow {
  readonly row: RowToAppend
  /** The row's metadata as JSON text. */
  readonly metadata: string
  /** About what it takes in memory and on the wire. */
  readonly bytes: number
  /** When the call began, by performance.now(). */
  readonly began: number
  /** How many statements have failed with it. */
  tries: number
  readonly done: (appended: AppendedRow) => void
  readonly fail: (error: unknown) => void
}

// Ids, quotes and the objects around them.
const OTHER_BYTES = 256

/** Gives the row its place to wait in, and the promise that its caller holds. */
export function waitingRow(
  row: RowToAppend,
  began: number,
): { waiting: WaitingRow; answer: Promise<AppendedRow> } {
  const { promise, resolve, reject } = Promise.withResolvers<AppendedRow>()
  const metadata = row.metadata === undefined ? '{}' : JSON.stringify(row.metadata)
  const bytes = Buffer.byteLength(row.content) + Buffer.byteLength(metadata) + OTHER_BYTES
  return { waiting: { row, metadata, bytes, began, tries: 0, done: resolve, fail: reject }, answer: promise }
}
