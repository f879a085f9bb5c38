/** What became of an append or a send. */
export const APPEND_RESULTS = [
  'new',
  'replay',
  'conflict',
  'not-found',
  'bad-request',
  'unavailable',
  'error',
] as const
export type AppendResult = (typeof APPEND_RESULTS)[number]

export const LOCK_PHASES = ['wait', 'hold'] as const
export type LockPhase = (typeof LOCK_PHASES)[number]

/** What a reader of the rows is given, beside the old app's array; waiting: that has what is no row yet. */
export const SHADOW_RESULTS = ['same', 'differs', 'waiting'] as const
export type ShadowResult = (typeof SHADOW_RESULTS)[number]

/** Where the move of an old app's arrays stands, in the whole database. */
export interface LegacyProgress {
  /** Sessions by what counts for them, as in `chat_sessions.storage`. */
  storage: { array: number; reads: number; rows: number }
  /** Sessions whose array was never absorbed. */
  unabsorbed: number
  /** Versions of arrays that are no rows yet, and last answers that may still grow. */
  versions: { waiting: number; held: number }
  quarantined: number
}

/** Connections of a pool at one moment; `waiting` are calls that have none yet. */
export interface PoolUse {
  size: number
  inUse: number
  waiting: number
}

/**
 * What the product counts and times. No method ever throws: a figure must not fail what it counts. A time that is no
 * positive number, as after a jump of the clock, counts as 0.
 */
export interface Metrics {
  /** One append or send that was answered; seconds from call to answer. */
  append(result: AppendResult, seconds: number): void
  /** A batch of appends and sends that were committed together; a lone one is a batch of one. */
  appendBatch(rows: number): void
  /** Time a batch, or an append by itself, waited for its sessions' locks and held them, inside Postgres. */
  appendLock(phase: LockPhase, seconds: number): void
  /** A constraint refused a row; a name that is not ours counts as `other`. */
  constraintViolation(constraint: string): void
  /** Reads how many answers this process writes, or will, when it is scraped. */
  watchStreams(streams: () => { queued: number; open: number }): void
  /** Reads how many feeds and watched answers are open when it is scraped. */
  watchSyncClients(clients: () => number): void
  /** From the end of an answer to its row. */
  finalize(seconds: number): void
  /** Answers of servers that are gone which became rows, or ended without text, by this one's doing. */
  orphansSettled(streams: number): void
  /** Sessions whose count differed from their rows when each was last checked. */
  countMismatches(sessions: number): void
  /** Reads the use of a pool when it is scraped; `name` e.g. 'appends'. Once more with a name replaces its reader. */
  watchPool(name: string, use: () => PoolUse): void
  /** A call that got no connection in time. */
  poolRefused(name: string): void
  /** A comparison of a session's rows with the old app's array. */
  shadowRead(result: ShadowResult): void
  /** Where the move of an old app's arrays was found to stand. */
  legacyProgress(progress: LegacyProgress): void
  /** An HTTP request that was answered. `route` is a pattern or a procedure, never a URL. */
  request(route: string, status: number, seconds: number): void
  /** The content type of `text`. */
  readonly contentType: string
  /** Everything in Prometheus's text format. */
  text(): Promise<string>
}
