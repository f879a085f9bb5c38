import { must } from '@duck/protocol'
import { useTestDatabase } from '@duck/testing/database'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pagesOf } from '../testing/cost-of.ts'
import { loadSessions } from '../testing/load-session.ts'

const database = useTestDatabase()
const SHORT = 100
const LONG = 100_000
// Both are in one table, so the index is equally high; the same rows may lie on one page more, and so may their keys.
const OTHER_PAGES = 2

interface Loaded {
  id: string
  count: number
  lastPromptId: string
}

let sql: postgres.Sql
let short: Loaded
let long: Loaded

beforeAll(async () => {
  const [shortId, longId] = await loadSessions(database.sql, [SHORT, LONG])
  short = await loaded(must(shortId, 'short session'), SHORT)
  long = await loaded(must(longId, 'long session'), LONG)
  sql = postgres(database.appUrl, { max: 1, onnotice: () => {} })
})
afterAll(() => sql.end())

async function loaded(id: string, count: number): Promise<Loaded> {
  await database.sql`
    insert into message_feedback (message_id, session_id, message_index, value)
    select id, session_id, message_index, 'up' from messages where session_id = ${id} and role = 'assistant'`
  const [prompt] = await database.sql<{ id: string }[]>`
    select id from messages where session_id = ${id} and role = 'user' order by message_index desc limit 1`
  return { id, count, lastPromptId: must(prompt, 'last prompt').id }
}

/** What the product reads of a session, and how many rows that are. */
const READS: Record<string, [rows: number, read: (session: Loaded) => string]> = {
  'the newest 50': [50, ({ id }) => `select * from get_session_messages('local', '${id}', null, null, 50)`],
  'the newest 50 with count, head and feedback': [
    50,
    ({ id }) => `
      with page as materialized (select * from get_session_messages('local', '${id}', null, null, 50))
      select * from get_session_state('local', '${id}') state
      left join page on true
      left join get_session_feedback('local', '${id}',
        (select min(message_index) from page), (select max(message_index) from page)) f on f.message_id = page.id
      order by page.message_index`,
  ],
  'the 50 before the middle': [
    50,
    ({ id, count }) => `select * from get_session_messages('local', '${id}', ${count / 2}, null, 50)`,
  ],
  'the 50 after the middle': [
    50,
    ({ id, count }) => `select * from get_session_messages('local', '${id}', null, ${count / 2 - 1}, 50)`,
  ],
  'the message count': [1, ({ id }) => `select get_session_message_count('local', '${id}')`],
  'the head': [1, ({ id }) => `select head_id from get_session_state('local', '${id}')`],
  'the newest 50 of the active line': [
    50,
    ({ id }) => `select * from get_session_line('local', '${id}', null, 50)`,
  ],
  'the 50 of the line above the middle': [
    50,
    ({ id, count }) => `select * from get_session_line('local', '${id}', ${count / 2}, 50)`,
  ],
  'the 50 turns a model is asked with': [
    50,
    ({ lastPromptId }) => `select * from get_message_context('local', '${lastPromptId}', 50)`,
  ],
}

test.each(Object.entries(READS))(
  '%s: as many pages of 100,000 messages as of 100',
  async (_what, [rows, read]) => {
    for (const session of [short, long]) expect(await sql.unsafe(read(session))).toHaveLength(rows)
    const other = (await pagesOf(sql, read(long))) - (await pagesOf(sql, read(short)))
    expect(Math.abs(other)).toBeLessThanOrEqual(OTHER_PAGES)
  },
)

test('the index at a time: a descent of the index for each halving of 100,000 messages, and no more', async () => {
  const halvings = Math.ceil(Math.log2(LONG)) + 1
  const read = `select get_index_at('local', '${long.id}', now())`
  const height = await pagesOf(sql, `select get_session_message_count('local', '${long.id}')`)
  expect(await pagesOf(sql, read)).toBeLessThanOrEqual((halvings + 1) * height)
})

test('an integrity check reads each page of a session few times, not some for each message', async () => {
  const pages = await pagesOf(sql, `select * from verify_session('local', '${long.id}')`)
  expect(pages).toBeLessThan(LONG / 4)
})

test('a search of what is nowhere goes through 100,000 messages in calls of less than 2 s', async () => {
  let place: { session_id: string; message_index: number } | undefined
  let calls = 0
  do {
    const since = performance.now()
    const rows = await sql<{ session_id: string; message_index: number }[]>`
      select session_id, message_index from search_messages('local', 'nowhere', ${long.id}, ${place?.session_id ?? null},
        ${place?.message_index ?? null}, 50)`
    expect(performance.now() - since).toBeLessThan(2_000)
    expect(place && rows[0] ? rows[0].message_index < place.message_index : true).toBe(true)
    place = rows[0]
    calls++
  } while (place)
  expect(calls).toBeLessThanOrEqual(LONG / 1_000)
})

test('the pages that a function looks at are counted', async () => {
  await database.sql.unsafe(`
    create function read_all(p_session_id text) returns bigint language plpgsql as $$
    begin
      return (select sum(length(content)) from messages where session_id = p_session_id);
    end $$`)
  const ofShort = await pagesOf(database.sql, `select read_all('${short.id}')`)
  const ofLong = await pagesOf(database.sql, `select read_all('${long.id}')`)
  expect(ofShort).toBeGreaterThanOrEqual(1)
  expect(ofLong).toBeGreaterThan(100 * ofShort)
})
