import { type Appended, type AppendInput, appendMessage, type Db } from '@duck/store'
import { appendOneByOne } from '../target/append-one-by-one.ts'
import { ackBeforeCommit } from './ack-before-commit.ts'
import { brokenBatch } from './broken-batch.ts'
import { brokenFunction } from './broken-function.ts'

/** How a worker appends: as the product does, past its batches, or in one of the ways that break a promise. */
export type AppendWay = 'product' | 'one-by-one' | 'broken-function' | 'ack-before-commit' | 'broken-batch'

export type Append = (input: AppendInput) => Promise<Appended>

/** The other ways have connections of their own to the database at `url`. */
export function appendIn(way: AppendWay, db: Db, url: string): Append {
  if (way === 'one-by-one') return appendOneByOne(url)
  if (way === 'broken-function') return brokenFunction(url)
  if (way === 'ack-before-commit') return ackBeforeCommit(url)
  if (way === 'broken-batch') return brokenBatch(url)
  return (input) => appendMessage(db, input)
}
