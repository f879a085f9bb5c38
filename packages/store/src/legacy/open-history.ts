import { DuckError } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'

/** What `legacy_open_session` says. */
type Opened = 'open' | 'busy' | 'moving'

/**
 * Before a session is read: what an old app left in it becomes rows, if that was never done, so that its history shows. Costs
 * nothing where there are no arrays of an old app.
 *
 * @throws SERVICE_UNAVAILABLE `session-busy` when someone holds the session, `history-moving` when it is so long that it has
 *   to be waited for.
 */
export async function openHistory(
  db: Db,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<void> {
  const { legacy } = db
  if (!legacy || legacy.isOver) return
  const opened = await legacy.unlessOver(() => open(db, userId, sessionId))
  if (opened === 'busy')
    throw new DuckError('SERVICE_UNAVAILABLE', 'The session is busy.', {
      reason: 'session-busy',
      retryAfterMs: 500,
    })
  if (opened === 'moving')
    throw new DuckError('SERVICE_UNAVAILABLE', 'The history of this session is being carried over.', {
      reason: 'history-moving',
      retryAfterMs: 2000,
    })
}

async function open(db: Db, userId: string, sessionId: string): Promise<Opened> {
  try {
    const [row] = await run(
      db,
      (sql) => sql<{ opened: Opened }[]>`select legacy_open_session(${userId}, ${sessionId}) as opened`,
      { userId },
    )
    return row?.opened ?? 'open'
  } catch (error) {
    // A database that takes no writes is still read.
    if (error instanceof DuckError && error.facts.reason === 'storage-full') return 'open'
    throw error
  }
}
