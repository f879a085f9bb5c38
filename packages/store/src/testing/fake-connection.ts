import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Connection } from '../pool/connection.ts'

/** A connection that is never made, for a pool's own rules. */
export interface FakeConnection extends Connection {
  /** As if a commit had not waited for its standby. */
  commitUnsafely(): void
  lose(): void
  readonly isCut: boolean
  readonly isEnded: boolean
}

export function fakeConnection(): FakeConnection {
  const sql = postgres({ max: 1 })
  let unsafe = false
  let lost = false
  let cut = false
  let ended = false
  return {
    sql,
    orm: drizzle(sql),
    tookUnsafeCommit() {
      const was = unsafe
      unsafe = false
      return was
    },
    isLost: () => lost,
    cut() {
      cut = true
      lost = true
    },
    async end() {
      ended = true
    },
    commitUnsafely() {
      unsafe = true
    },
    lose() {
      lost = true
    },
    get isCut() {
      return cut
    },
    get isEnded() {
      return ended
    },
  }
}
