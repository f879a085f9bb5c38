import type { Message, MessageList } from '@duck/protocol'
import type { AppendInput, ListInput } from '@duck/store'
import type { Outcome } from '../history.ts'

export interface SessionKey {
  userId: string
  sessionId: string
}

/** What the clients load: some processes of the product. `route` says which of them takes a call. */
export interface Target extends AsyncDisposable {
  append(route: number, input: AppendInput): Promise<Outcome<Message>>
  list(route: number, input: ListInput): Promise<Outcome<MessageList>>
  createSession(route: number, session: SessionKey): Promise<Outcome<unknown>>
  processes: number
  /** kill -9 of one process, which is then started again. */
  kill(process: number): Promise<void>
  /** How processes ended that nobody killed, in a line each. */
  crashes(): readonly string[]
}

/** A call without an answer in this time hangs. */
export const HANGS_AFTER_MS = 15_000
/** The `code` of the outcome of a call that hangs. */
export const HUNG = 'HUNG'
