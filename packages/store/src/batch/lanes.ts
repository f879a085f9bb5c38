import type { AppendedRow } from '../message/appended-row.ts'
import type { RowToAppend } from '../message/row-to-append.ts'
import { ACQUIRE_MS, closed, poolFull } from '../pool/pool.ts'
import { Batch, MOST_ROWS } from './batch.ts'
import { FairQueue } from './fair-queue.ts'
import { type WaitingRow, waitingRow } from './waiting-row.ts'

/** How rows get into the database. */
export interface Ways {
  /**
   * All in one statement that waits for nobody, each row with its answer; null: it has to go alone. When it fails, none is
   * there.
   */
  together(rows: readonly WaitingRow[]): Promise<(AppendedRow | Error | null)[]>
  /** One row, which may wait for its session. */
  alone(waiting: WaitingRow): Promise<AppendedRow>
  /** Whether an error of `together` is one of the database, so that trying row by row would not help. */
  concernsAll(error: unknown): boolean
  onRefused(): void
}

/** How many statements are under way at most. */
export const MOST_LANES = 2
// One lane does for so many rows; a second would only split its batches.
const MOST_OF_ONE_LANE = 32
// Of a batch that failed the rows are tried again by so many, so that not all have to go alone for one of them.
const ROWS_AGAIN = 16

/**
 * Appends together what arrives while a statement is under way; no timer, and nothing is added where nobody waits. A session is
 * in one statement at a time, so that batches never meet at its lock.
 */
export class Lanes {
  readonly #ways: Ways
  readonly #queue = new FairQueue()
  readonly #again: WaitingRow[] = []
  readonly #underWay = new Set<Batch>()
  #isDue = false
  #expiry: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(ways: Ways) {
    this.#ways = ways
  }

  /** How many rows wait for a lane. */
  get waiting(): number {
    return this.#queue.size + this.#again.length
  }

  /** @throws DuckError what became of the row, unless it is there. */
  append(row: RowToAppend, began = performance.now()): Promise<AppendedRow> {
    if (this.#isClosed) return Promise.reject(closed())
    const { waiting, answer } = waitingRow(row, began)
    if (this.#queue.add(waiting)) this.#startSoon()
    else this.#refuse(waiting)
    return answer
  }

  /** Refuses what waits; statements under way are the pool's to end. */
  close(): void {
    this.#isClosed = true
    clearTimeout(this.#expiry)
    for (const waiting of [...this.#again.splice(0), ...this.#queue.removeWhile(() => true)])
      waiting.fail(closed())
  }

  /** After all that was called in this moment. */
  #startSoon(): void {
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => {
      this.#isDue = false
      this.#start()
    })
  }

  #start(): void {
    for (;;) {
      const outstanding = this.waiting + this.#rowsUnderWay()
      const lanes = outstanding > MOST_OF_ONE_LANE ? MOST_LANES : 1
      if (this.#underWay.size >= lanes) break
      const batch = this.#next(Math.min(MOST_ROWS, Math.ceil(outstanding / lanes)))
      if (batch.rows.length === 0) break
      void this.#send(batch)
    }
    this.#expireInTime()
  }

  #next(mostRows: number): Batch {
    const isBusy = (sessionId: string) => this.#isUnderWay(sessionId)
    if (this.#again.length > 0) {
      const again = new Batch(ROWS_AGAIN)
      const all = this.#again.splice(0)
      this.#again.push(...all.filter((waiting) => isBusy(waiting.row.sessionId) || !again.take(waiting)))
      if (again.rows.length > 0) return again
    }
    const batch = new Batch(mostRows)
    this.#queue.fill(batch, isBusy)
    return batch
  }

  async #send(batch: Batch): Promise<void> {
    this.#underWay.add(batch)
    try {
      const answers = await this.#ways.together(batch.rows)
      for (const [place, waiting] of batch.rows.entries()) this.#settle(waiting, answers[place] ?? null)
    } catch (error) {
      this.#sendAgain(batch.rows, error)
    }
    this.#underWay.delete(batch)
    this.#startSoon()
  }

  #settle(waiting: WaitingRow, answer: AppendedRow | Error | null): void {
    if (answer === null) this.#sendAlone(waiting)
    else if (answer instanceof Error) waiting.fail(answer)
    else waiting.done(answer)
  }

  #sendAgain(rows: readonly WaitingRow[], error: unknown): void {
    for (const waiting of rows) waiting.tries++
    if (this.#isClosed || this.#ways.concernsAll(error)) for (const waiting of rows) waiting.fail(error)
    else if (rows.length <= ROWS_AGAIN) for (const waiting of rows) this.#sendAlone(waiting)
    else this.#again.push(...rows)
  }

  #sendAlone(waiting: WaitingRow): void {
    this.#ways.alone(waiting).then(waiting.done, waiting.fail)
  }

  /** One timer for whoever has waited longest: where statements do not come back, callers are told. */
  #expireInTime(): void {
    clearTimeout(this.#expiry)
    const { oldest } = this.#queue
    const waiting = oldest ? [oldest, ...this.#again] : this.#again
    if (waiting.length === 0) return
    const began = Math.min(...waiting.map((each) => each.began))
    this.#expiry = setTimeout(() => this.#expire(), began + ACQUIRE_MS - performance.now())
  }

  #expire(): void {
    const since = performance.now() - ACQUIRE_MS
    const isLate = ({ began }: WaitingRow) => began <= since
    const again = this.#again.splice(0)
    this.#again.push(...again.filter((waiting) => !isLate(waiting)))
    for (const waiting of [...again.filter(isLate), ...this.#queue.removeWhile(isLate)]) this.#refuse(waiting)
    this.#expireInTime()
  }

  #refuse(waiting: WaitingRow): void {
    this.#ways.onRefused()
    waiting.fail(poolFull())
  }

  #isUnderWay(sessionId: string): boolean {
    for (const batch of this.#underWay) if (batch.hasSession(sessionId)) return true
    return false
  }

  #rowsUnderWay(): number {
    let rows = 0
    for (const batch of this.#underWay) rows += batch.rows.length
    return rows
  }
}
