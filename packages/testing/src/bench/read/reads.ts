import { type Db, getSessionState, listMessages } from '@duck/store'
import type postgres from 'postgres'
import type { ReadSession } from './load-table.ts'

/** One thing that is read of a session, by the product and by the least that could give it. */
export interface Read {
  bench: string
  /** The product's store. */
  ours(db: Db, session: ReadSession): Promise<unknown>
  /** A prepared SELECT of the same rows and columns that nobody's rights stand behind. */
  bare(sql: postgres.Sql, session: ReadSession): Promise<unknown>
  /** The function that ours calls, and the bare SELECT, as what stands after `select`. */
  oursSql(session: ReadSession): string
  bareSql(session: ReadSession): string
}

const COLUMNS =
  'id, session_id, message_index, role, content, metadata, created_at, updated_at, parent_id, moves_head, origin, finish_reason'

const newest: Read = {
  bench: 'read/newest-50',
  ours: (db, { userId, id }) => listMessages(db, { userId, sessionId: id }),
  bare: (sql, { id }) => sql`
    select ${sql.unsafe(COLUMNS)} from messages where session_id = ${id} order by message_index desc limit 50`,
  oursSql: ({ userId, id }) => `* from get_session_messages('${userId}', '${id}', null, null, 50)`,
  bareSql: ({ id }) =>
    `${COLUMNS} from messages where session_id = '${id}' order by message_index desc limit 50`,
}

const count: Read = {
  bench: 'read/count',
  ours: (db, { userId, id }) => getSessionState(db, userId, id),
  bare: (sql, { id }) => sql`
    select message_index + 1 as message_count, id as head_id from messages
    where session_id = ${id} order by message_index desc limit 1`,
  oursSql: ({ userId, id }) => `message_count, head_id from get_session_state('${userId}', '${id}')`,
  bareSql: ({ id }) =>
    `message_index + 1, id from messages where session_id = '${id}' order by message_index desc limit 1`,
}

export const READS: readonly Read[] = [newest, count]
