import type { AppendInput, ListInput } from '@duck/store'
import type { Outcome } from '../history.ts'
import type { AppendWay } from '../variants/append-ways.ts'
import type { SessionKey } from './target.ts'

/** What a worker is started with, as JSON in env `DUCK_HISTORY_WORKER`. */
export interface WorkerSettings {
  /** What the product connects with. */
  url: string
  appendWay: AppendWay
}

export type WorkerCall =
  | { verb: 'append'; input: AppendInput }
  | { verb: 'list'; input: ListInput }
  | { verb: 'create-session'; input: SessionKey }

export type WorkerRequest = WorkerCall & { number: number }

export type WorkerReply = 'ready' | { number: number; outcome: Outcome<unknown> }
