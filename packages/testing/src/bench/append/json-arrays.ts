import type postgres from 'postgres'
import { closedLoop, type Load } from '../closed-loop.ts'
import { arrayLiteral } from './array-literal.ts'
import type { AppendWork, Contender, Kept } from './contender.ts'
import { roundRobin } from './sessions.ts'
import { texts } from './texts.ts'

export interface JsonMessage {
  id: string
  role: 'user'
  content: string
  metadata: Record<string, never>
  createdAt: string
}

export interface JsonArraysOptions {
  name: string
  table: string
  /** Messages that each array has before every slice. */
  messages: number
  /** So many that a slice makes none of them much longer. */
  arrays: number
  append: (table: string, sessionId: string) => Promise<void>
}

/** Sessions whose messages are one JSON array of a row; each slice begins with arrays as long as they were loaded. */
export async function jsonArrays(
  sql: postgres.Sql,
  { name, table, messages, arrays, append }: JsonArraysOptions,
): Promise<Contender> {
  const ids = await loadArrays(sql, { table, messages, arrays })
  const next = roundRobin(ids)
  let before = 0
  const added = async () => {
    const [row] = await sql<
      [{ sum: number }]
    >`select sum(jsonb_array_length(messages))::integer from ${sql(table)}`
    return row.sum - messages * arrays
  }
  return {
    name,
    async run({ inFlight, ms }: Load): Promise<AppendWork> {
      before += await added()
      await sql`truncate ${sql(table)}`
      await sql`insert into ${sql(table)} select * from ${sql(`${table}_loaded`)}`
      return closedLoop({ callers: inFlight, ms }, async () => {
        await append(table, next())
        return 1
      })
    },
    kept: async (): Promise<Kept> => ({ rows: before + (await added()), holed: 0 }),
    async [Symbol.asyncDispose]() {},
  }
}

async function loadArrays(
  sql: postgres.Sql,
  { table, messages, arrays }: Pick<JsonArraysOptions, 'table' | 'messages' | 'arrays'>,
): Promise<string[]> {
  const ids = Array.from({ length: arrays }, (_, place) => `session-${place}`)
  await sql`create table ${sql(table)} (id text primary key, messages jsonb not null)`
  await sql`
    insert into ${sql(table)}
    select session_id, jsonb_agg(jsonb_build_object('id', uuidv7(), 'role', 'user', 'content',
      (${arrayLiteral(texts)}::text[])[1 + n % ${texts.length}::integer], 'metadata', '{}'::jsonb, 'createdAt', now()))
    from generate_series(1, ${messages}::integer) n cross join unnest(${arrayLiteral(ids)}::text[]) session_id
    group by session_id`
  await sql`create table ${sql(`${table}_loaded`)} as select * from ${sql(table)}`
  return ids
}
