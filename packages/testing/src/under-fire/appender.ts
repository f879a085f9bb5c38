import { setTimeout as pause } from 'node:timers/promises'
import { inspect } from 'node:util'
import { DuckError, uuidv7 } from '@duck/protocol'
import { appendMessage, type Db } from '@duck/store'
import type { Random } from '../random/random.ts'

export interface Appending {
  /** Ids that were acked, by session. */
  acked: Map<string, string[]>
  /** Appends that were told to come again, and did not. */
  refused: number
  errors: string[]
}

/** Somebody at the product, until told to end: appends to the sessions that the old app writes. */
export async function startAppender(
  db: Db,
  sessionIds: readonly string[],
  { random, appending, signal }: { random: Random; appending: Appending; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    const sessionId = sessionIds[Math.floor(random.next() ** 2 * sessionIds.length)] ?? ''
    const id = uuidv7()
    const role = random.chance(0.5) ? 'user' : 'assistant'
    try {
      await appendMessage(db, { userId: 'local', sessionId, id, role, content: `ours ${id}` })
      appending.acked.set(sessionId, [...(appending.acked.get(sessionId) ?? []), id])
    } catch (error) {
      if (error instanceof DuckError && error.code === 'SERVICE_UNAVAILABLE') appending.refused++
      else appending.errors.push(inspect(error))
    }
    await pause(random.between(5, 40))
  }
}
