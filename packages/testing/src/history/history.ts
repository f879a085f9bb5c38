import type { ErrorCode, Message, MessageList } from '@duck/protocol'
import type { AppendInput, ListInput } from '@duck/store'

/** How a call came out, as its caller knows it. */
export type Outcome<Value> =
  /** `replay` when the row was there before, where the caller is told. */
  | { kind: 'ack'; value: Value; replay?: boolean }
  /** A 4xx: nothing was changed. */
  | { kind: 'refused'; code: ErrorCode; reason?: string; actualMessageCount?: number }
  /** A 5xx or no answer: it happened 0 or 1 times. */
  | { kind: 'unknown'; code: string }

interface Timed {
  client: number
  /** Ticks of one counter: a call that completed at 4 was over before one that was invoked at 5 began. */
  invokedAt: number
  completedAt: number
}

/** One attempt; a retry of the same id is a call of its own. */
export interface AppendCall extends Timed {
  kind: 'append'
  input: AppendInput
  outcome: Outcome<Message>
}

export interface ListCall extends Timed {
  kind: 'list'
  input: ListInput
  outcome: Outcome<MessageList>
}

export type RecordedCall = AppendCall | ListCall

/** What clients saw, and what the database holds when all is quiet. */
export interface History {
  calls: readonly RecordedCall[]
  /** Every row of `messages`, read by SQL. */
  finalRows: readonly Message[]
}
