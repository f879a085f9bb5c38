import { must } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'

/**
 * The index of the first message at or after an ISO time, null when all are older; in as many reads as the count can be
 * halved. Clocks jump, so it is an index whose message is not older while the one before it is.
 *
 * @throws NOT_FOUND no such session of this user.
 */
export async function indexAt(
  db: Db,
  userId: string,
  { sessionId, time }: { sessionId: string; time: string },
): Promise<number | null> {
  const rows = await run(
    db,
    (sql) => sql<{ index: number | null }[]>`
      select get_index_at(${userId}, ${sessionId}, ${time}::text::timestamptz) as index`,
    { userId },
  )
  return must(rows[0], 'the index').index
}
