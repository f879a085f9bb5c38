import { createMetrics } from '@duck/metrics'
import { DuckError, uuidv7 } from '@duck/protocol'
import { type AppendInput, appendMessage, connect, type Db } from '@duck/store'
import type postgres from 'postgres'
import type { BenchDatabase } from '../bench-postgres.ts'
import { closedLoop } from '../closed-loop.ts'
import type { Contender } from './contender.ts'
import { keptIn, roundRobin, type Session } from './sessions.ts'
import { nextText } from './texts.ts'

/** The product's store as its server connects it. */
export function connectOurs({ appUrl }: BenchDatabase): Promise<Db> {
  return connect(appUrl, { metrics: createMetrics() })
}

export interface OursOptions {
  db: Db
  admin: postgres.Sql
  sessions: readonly Session[]
  /** Messages that each of the sessions was loaded with. */
  loaded?: number
}

/** The product's own append; the caller closes what it was given. */
export function ours({ db, admin, sessions, loaded = 0 }: OursOptions): Contender {
  const next = roundRobin(sessions)
  const append = async () => {
    const { id: sessionId, userId } = next()
    await appendOnce(db, { userId, sessionId, id: uuidv7(), role: 'user', content: nextText(), metadata: {} })
    return 1
  }
  return {
    name: 'ours',
    run: ({ inFlight, ms }) => closedLoop({ callers: inFlight, ms }, append),
    kept: () => keptIn(admin, { sessions, loaded }),
    async [Symbol.asyncDispose]() {},
  }
}

// Many more than a busy server refuses, few enough to end where it is gone.
const MOST_TRIES = 100

/** Sends it again under the same id where a client would, which counts as part of the wait. */
async function appendOnce(db: Db, input: AppendInput): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      await appendMessage(db, input)
      return
    } catch (error) {
      const again = error instanceof DuckError && error.code === 'SERVICE_UNAVAILABLE'
      if (!again || tries === MOST_TRIES) throw error
    }
}
