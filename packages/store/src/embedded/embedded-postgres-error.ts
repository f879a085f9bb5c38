/**
 * Why the embedded Postgres could not be had.
 * `in-use`: another Duck owns the data dir; `no-binaries`: none for this machine, or they do not run;
 * `not-writable`: the data dir; `not-ours`: the cluster's version, owner or password does not fit;
 * `no-database`: a visitor found none; `no-account`: started as root and no other account is possible;
 * `failed`: Postgres or initdb gave up.
 */
export type EmbeddedPostgresErrorCode =
  | 'in-use'
  | 'no-binaries'
  | 'not-writable'
  | 'not-ours'
  | 'no-database'
  | 'no-account'
  | 'failed'

/** The message is one or two sentences for the operator: what is wrong, and what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError'
  readonly code: EmbeddedPostgresErrorCode

  constructor(code: EmbeddedPostgresErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}
