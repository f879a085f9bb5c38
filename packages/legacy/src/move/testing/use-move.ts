import { must, uuidv7 } from '@duck/protocol'
import { appendMessage, connect, type Db, prepareDatabase } from '@duck/store'
import { TEST_SECRET, type TestDatabase } from '@duck/testing/database'
import { createLegacyDatabase } from '@duck/testing/legacy'
import { afterEach, beforeEach } from 'vitest'
import { type Legacy, openLegacy } from '../../legacy.ts'
import { capture } from '../capture.ts'

/** A database of the old app, a fresh one for each test, with the ways of the operator, the old app and the product to it. */
export interface Move {
  readonly legacy: Legacy
  readonly sql: TestDatabase['sql']
  readonly url: string
  capture(): Promise<void>
  /** Writes a session's whole array, as the old app does. */
  save(session: string, messages: unknown): Promise<void>
  /** Writes many sessions of so many messages, `s0000` and on. */
  fill(sessions: number, messages: number): Promise<void>
  /** What the array says, in order. */
  array(session: string): Promise<string[]>
  /** What the rows say, in order. */
  rows(session: string): Promise<string[]>
  /** Appends to a session, as the product does. */
  append(session: string, content: string): Promise<void>
}

export function useMove(): Move {
  let database: TestDatabase | undefined
  let legacy: Legacy | undefined
  let db: Db | undefined
  beforeEach(async () => {
    database = await createLegacyDatabase()
    legacy = openLegacy(database.url)
    db = undefined
  })
  afterEach(async () => {
    await db?.close()
    await legacy?.close()
    await database?.drop()
  })
  const here = () => must(database, 'the database of this test')
  return {
    get legacy() {
      return must(legacy, 'the way to the database of this test')
    },
    get sql() {
      return here().sql
    },
    get url() {
      return here().url
    },
    async capture() {
      await capture(must(legacy, 'the way'), { url: here().url, secret: TEST_SECRET })
    },
    async save(session, messages) {
      await here().sql`
        insert into chat_sessions (id, user_id, messages) values (${session}, 'local', ${JSON.stringify(messages)}::text::jsonb)
        on conflict (id) do update set messages = excluded.messages`
    },
    async fill(sessions, messages) {
      await here().sql`
        insert into chat_sessions (id, user_id, messages)
        select 's' || lpad(s::text, 4, '0'), 'local', (
          select jsonb_agg(jsonb_build_object('role', 'user', 'content', s || ' ' || m)) from generate_series(1, ${messages}) m)
        from generate_series(1, ${sessions}) s`
    },
    async array(session) {
      const rows = await here().sql<{ said: string }[]>`
        select e ->> 'content' as said from chat_sessions, jsonb_array_elements(messages) e where id = ${session}`
      return rows.map(({ said }) => said)
    },
    async rows(session) {
      const rows = await here().sql<{ said: string }[]>`
        select content as said from messages where session_id = ${session} order by message_index`
      return rows.map(({ said }) => said)
    },
    async append(sessionId, content) {
      db ??= await connect((await prepareDatabase({ url: here().url, secret: TEST_SECRET })).url)
      await appendMessage(db, { userId: 'local', sessionId, id: uuidv7(), role: 'user', content })
    },
  }
}

/** Messages of a user. */
export function said(...texts: string[]) {
  return texts.map((content) => ({ role: 'user', content }))
}
