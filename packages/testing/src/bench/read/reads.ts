import { type Db, getSessionState, listMessages } from '@duck/store'
import type postgres from 'postgres'
import type { Target } from '../figure.ts'
import type { ReadSession } from './load-table.ts'

/** One thing that is read of a session, by the product and by the least that could give it. */
export interface Read {
  bench: string
  /** The product's way, on a connection of the weak role, under row level security. */
  ours(ways: { db: Db; app: postgres.Sql }, session: ReadSession): Promise<unknown>
  /** A prepared SELECT of the same rows and columns that nobody's rights stand behind. */
  bare(sql: postgres.Sql, session: ReadSession): Promise<unknown>
  /** The function that ours calls, and the bare SELECT, as what stands after `select`; of what is before an index. */
  oursSql: (session: ReadSession, before?: number) => string
  bareSql: (session: ReadSession, before?: number) => string
  target?: Target
}

const COLUMNS =
  'id, session_id, message_index, role, content, metadata, created_at, updated_at, parent_id, moves_head, origin, finish_reason'
const TARGET = { atMost: 1.3 }

/** The function of the page, by the same driver. */
const newest: Read = {
  bench: 'read/newest-50',
  ours: ({ app }, { userId, id }) =>
    app`select * from get_session_messages(${userId}, ${id}, ${null}, ${null}, 50)`,
  bare: (sql, { id }) => sql`
    select * from (
      select ${sql.unsafe(COLUMNS)} from messages where session_id = ${id} order by message_index desc limit 50) newest
    order by message_index`,
  oursSql: ({ userId, id, messages }, before = messages) =>
    `* from get_session_messages('${userId}', '${id}', ${before}, null, 50)`,
  bareSql: ({ id, messages }, before = messages) =>
    `* from (select ${COLUMNS} from messages where session_id = '${id}' and message_index < ${before}
        order by message_index desc limit 50) newest
      order by message_index`,
  target: TARGET,
}

const count: Read = {
  bench: 'read/count',
  ours: ({ app }, { userId, id }) => app`select get_session_message_count(${userId}, ${id})`,
  bare: (sql, { id }) => sql`
    select message_index + 1 as message_count from messages
    where session_id = ${id} order by message_index desc limit 1`,
  oursSql: ({ userId, id }) => `get_session_message_count('${userId}', '${id}')`,
  bareSql: ({ id }) =>
    `message_index + 1 from messages where session_id = '${id}' order by message_index desc limit 1`,
  target: TARGET,
}

/** The same and more, as callers of the store get it: with count and head of the same snapshot, in the product's words. */
const list: Read = {
  ...newest,
  bench: 'read/list',
  ours: ({ db }, { userId, id }) => listMessages(db, { userId, sessionId: id }),
  oursSql: ({ userId, id, messages }, before = messages) =>
    `* from get_session_state('${userId}', '${id}'), get_session_messages('${userId}', '${id}', ${before}, null, 50)`,
}

const state: Read = {
  ...count,
  bench: 'read/state',
  ours: ({ db }, { userId, id }) => getSessionState(db, userId, id),
  oursSql: ({ userId, id }) => `* from get_session_state('${userId}', '${id}')`,
}

export const READS: readonly Read[] = [newest, count, withoutTarget(list), withoutTarget(state)]

function withoutTarget({ target: _target, ...read }: Read): Read {
  return read
}
