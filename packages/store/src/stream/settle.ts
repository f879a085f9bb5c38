import type { Db } from '../db.ts'
import { run } from '../run.ts'

/** A stream that was ended for its dead server; `messageIndex` is null when it had no text. */
export interface Settled {
  streamId: string
  sessionId: string
  userId: string
  messageIndex: number | null
  messageCount: number
  headId: string | null
}

interface Row {
  stream_id: string
  session_id: string
  user_id: string
  message_index: number | null
  message_count: number
  head_id: string | null
}

const AT_ONCE = 20

/**
 * Ends the running streams of a dead server as `interrupted`, each with the text of its checkpoints. It waits for
 * nobody: those whose session someone holds are left for the next call.
 */
export async function settleOrphans(db: Db, deadServerId: string): Promise<Settled[]> {
  const settled: Settled[] = []
  for (;;) {
    const rows = await run(db, (sql) => sql<Row[]>`select * from settle_orphans(${deadServerId}, ${AT_ONCE})`)
    settled.push(...rows.map(toSettled))
    if (rows.length < AT_ONCE) return settled
  }
}

function toSettled(row: Row): Settled {
  return {
    streamId: row.stream_id,
    sessionId: row.session_id,
    userId: row.user_id,
    messageIndex: row.message_index,
    messageCount: row.message_count,
    headId: row.head_id,
  }
}
