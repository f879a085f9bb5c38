import { must } from '@duck/protocol'
import type { TestDatabase } from '@duck/testing/database'
import { TEST_SECRET } from '@duck/testing/database'
import { createLegacyDatabase } from '@duck/testing/legacy'
import { afterAll, beforeAll } from 'vitest'
import { connect, type Db } from '../../db.ts'
import { prepareDatabase } from '../../roles/prepare-database.ts'

/** A database of the old app, for a test file. */
export interface OldApp {
  readonly sql: TestDatabase['sql']
  readonly url: string
  /** The product's way to it; `adopt` comes first. */
  readonly db: Db
  /** Points the product at it. */
  adopt(): Promise<void>
  /** Writes a session's whole array, as the old app does. */
  save(session: string, messages: unknown): Promise<void>
  /** What the session's rows say, in order: `role: content`. */
  rows(session: string): Promise<string[]>
  /** The active line, likewise. */
  line(session: string): Promise<string[]>
  /** Lets the worker do all there is, what may still grow too. */
  settle(): Promise<void>
}

export function useOldApp(): OldApp {
  let database: TestDatabase | undefined
  let db: Db | undefined
  beforeAll(async () => {
    database = await createLegacyDatabase()
  })
  afterAll(async () => {
    await db?.close()
    await database?.[Symbol.asyncDispose]()
  })
  const sql = () => must(database, 'the database: it is there from beforeAll on').sql
  return {
    get sql() {
      return sql()
    },
    get url() {
      return must(database, 'the database').url
    },
    get db() {
      return must(db, 'the connection: adopt() comes first')
    },
    async adopt() {
      const { url } = must(database, 'the database')
      db ??= await connect((await prepareDatabase({ url, secret: TEST_SECRET })).url)
    },
    async save(session, messages) {
      await sql()`
        insert into chat_sessions (id, user_id, messages)
        values (${session}, 'local', ${JSON.stringify(messages)}::text::jsonb)
        on conflict (id) do update set messages = excluded.messages`
    },
    async rows(session) {
      const rows = await sql()<{ said: string }[]>`
        select role || ': ' || content as said from messages where session_id = ${session} order by message_index`
      return rows.map(({ said }) => said)
    },
    async line(session) {
      const rows = await sql()<{ said: string }[]>`
        with recursive line as (
          select m.* from messages m join session_tail(${session}) t on t.head_id = m.id
          union all select m.* from messages m join line l on m.id = l.parent_id)
        select role || ': ' || content as said from line order by message_index`
      return rows.map(({ said }) => said)
    },
    async settle() {
      for (let left = 1; left > 0; ) {
        const [done] = await sql()`select versions + settled + waiting as left from legacy_work(200, 0)`
        left = Number(done?.left)
      }
    },
  }
}

/** Elements as the old app kept them: `u: Hello` is a user's. */
export function elements(...said: string[]) {
  const roles: Record<string, string> = { u: 'user', a: 'assistant', s: 'system' }
  return said.map((each) => ({ role: roles[each.slice(0, 1)] ?? 'user', content: each.slice(3) }))
}
