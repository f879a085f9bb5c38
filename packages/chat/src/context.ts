import type { Models } from '@duck/llm'
import type { Db } from '@duck/store'
import type { Answers } from './answer/answers.ts'
import type { Mismatches } from './health/mismatches.ts'
import type { AppendRate } from './limits/append-rate.ts'
import type { Peers } from './peers/peers.ts'
import type { ActivityNotes } from './session/activity-notes.ts'
import type { Titles } from './session/titles.ts'
import type { Feed } from './sync/feed.ts'
import type { Accounts } from './user/accounts.ts'

/** Who calls. Every verb acts as this user and sees nothing of others. */
export interface Actor {
  userId: string
  /** What the caller is signed in with: a sign-in's or API key's id. */
  credentialId?: string
  /** Runs the place. */
  isOperator?: boolean
}

/** Where the verbs write what an operator should know; no message text, key or cookie ever. */
export interface Log {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** What a server process has before it takes on answers. */
export interface Base {
  db: Db
  accounts: Accounts
  models: Models
  /** Names this process as a writer of streams; a new one at each start. */
  serverId: string
  serverVersion: string
  feed: Feed
  peers: Peers
  titles: Titles
  /** How many answers of a user may run at once, over all servers. */
  runningAnswersPerUser: number
  /** How fast a user may make rows here. */
  appendRate: AppendRate
  activity: ActivityNotes
  mismatches: Mismatches
  log: Log
}

/** What the verbs share in one server process. */
export interface Chat extends Base {
  answers: Answers
}

export interface Context extends Chat {
  actor: Actor
}

/** What every verb takes. */
export interface Call<Input> {
  ctx: Context
  input: Input
}
