import { must } from '@duck/protocol'
import type postgres from 'postgres'

export type End = 'commit' | 'rollback'

/** What became of one transaction with one append in it. */
export interface Transaction {
  result: 'new' | 'replay' | 'refused'
  messageIndex: number | null
  /** SQLSTATE of the refusal, of the append or of the commit. */
  refusedWith: string | null
  /** The append waited for the other transaction. */
  waited: boolean
  committed: boolean
}

export interface RawAppend {
  sessionId: string
  id: string
  content: string
}

const NOTHING_YET: Transaction = {
  result: 'refused',
  messageIndex: null,
  refusedWith: null,
  waited: false,
  committed: false,
}
const PATIENCE_MS = 10_000

/** A connection that plays one transaction step by step; a step that is told while another waits comes after it. */
export class TransactionActor {
  private readonly sql: postgres.ReservedSql
  private readonly pid: number
  private steps: Promise<void> = Promise.resolve()
  private underWay = 0
  private state = NOTHING_YET

  private constructor(sql: postgres.ReservedSql, pid: number) {
    this.sql = sql
    this.pid = pid
  }

  static async on(sql: postgres.Sql): Promise<TransactionActor> {
    const reserved = await sql.reserve()
    const [row] = await reserved<{ pid: number }[]>`select pg_backend_pid() as pid`
    return new TransactionActor(reserved, must(row, 'backend pid').pid)
  }

  /** The snapshot of the higher isolation levels is that of the first statement, so one is made. */
  begin(): void {
    this.state = NOTHING_YET
    this.afterwards(async () => {
      await this.sql`begin`
      await this.sql`select pg_current_snapshot()`
    })
  }

  append({ sessionId, id, content }: RawAppend): void {
    this.afterwards(async () => {
      const [row] = await this.sql<{ result: 'new' | 'replay'; message_index: number }[]>`
        select result, message_index from append_message('local', ${sessionId}, ${id}, 'user', ${content})`
      const { result, message_index } = must(row, 'appended row')
      this.state = { ...this.state, result, messageIndex: message_index }
    })
  }

  end(how: End): void {
    this.afterwards(async () => {
      const { command } = await this.sql.unsafe(how)
      // A transaction that has failed answers a commit with ROLLBACK.
      this.state = { ...this.state, committed: command === 'COMMIT' }
    })
  }

  /** Waits until every step told so far is done or waits for a lock; `look` is another connection. */
  async untilQuiet(look: postgres.Sql): Promise<void> {
    const since = performance.now()
    while (this.underWay > 0) {
      const waiting = await look`select from pg_locks where pid = ${this.pid} and not granted`
      if (waiting.length > 0) {
        this.state = { ...this.state, waited: true }
        return
      }
      if (performance.now() - since > PATIENCE_MS) throw new Error('a step neither ends nor waits for a lock')
    }
  }

  /** What became of it, once all its steps are done. */
  async outcome(): Promise<Transaction> {
    await this.steps
    return this.state
  }

  release(): void {
    this.sql.release()
  }

  private afterwards(step: () => Promise<void>): void {
    this.underWay++
    this.steps = this.steps
      .then(step)
      .catch((error: unknown) => this.refused(error))
      .finally(() => this.underWay--)
  }

  private refused(error: unknown): void {
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error
    this.state = { ...this.state, result: 'refused', messageIndex: null, refusedWith: error.code }
  }
}
