import type { WaitingRow } from './waiting-row.ts'

/** What one statement takes at most. A row that is larger by itself goes alone. */
export const MOST_ROWS = 256
export const MOST_BYTES = 2 * 1024 * 1024

/** Rows that go into the database in one statement; it takes in only what the database can judge without its neighbours. */
export class Batch {
  readonly rows: WaitingRow[] = []
  readonly #mostRows: number
  readonly #ids = new Set<string>()
  readonly #sessions = new Set<string>()
  #bytes = 0
  #serverId: string | undefined

  constructor(mostRows = MOST_ROWS) {
    this.#mostRows = mostRows
  }

  get isFull(): boolean {
    return this.rows.length >= this.#mostRows || this.#bytes >= MOST_BYTES
  }

  hasSession(sessionId: string): boolean {
    return this.#sessions.has(sessionId)
  }

  /** Takes the row in, unless it has to wait for the next batch. */
  take(waiting: WaitingRow): boolean {
    if (!this.#fits(waiting)) return false
    const { id, sessionId, answer } = waiting.row
    this.rows.push(waiting)
    this.#bytes += waiting.bytes
    this.#sessions.add(sessionId)
    this.#ids.add(id)
    if (answer) {
      this.#ids.add(answer.streamId)
      this.#serverId = answer.serverId
    }
    return true
  }

  #fits({ row, bytes }: WaitingRow): boolean {
    if (this.isFull || (this.rows.length > 0 && this.#bytes + bytes > MOST_BYTES)) return false
    if (this.#ids.has(row.id)) return false
    // What it expects or follows can be judged only where the session stands as it found it.
    const isParticular = row.parentId !== undefined || row.expectedMessageCount !== undefined
    if (isParticular && this.#sessions.has(row.sessionId)) return false
    if (!row.answer) return true
    // The servers of a batch are one.
    const isOurServer = this.#serverId === undefined || this.#serverId === row.answer.serverId
    return isOurServer && !this.#ids.has(row.answer.streamId)
  }
}
