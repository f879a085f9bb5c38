import type postgres from 'postgres'
import { arrayLiteral } from '../append/array-literal.ts'
import { texts } from '../append/texts.ts'

/** How large the table is, and the sessions that are read. */
export interface ReadSizes {
  /** Messages in the table, about: the read sessions, and the others of 50 each. */
  rows: number
  /** Messages of each session that is read. */
  lengths: readonly number[]
}

export const FULL_READ_SIZES: ReadSizes = { rows: 5_000_000, lengths: [100, 100_000] }
export const SMALL_READ_SIZES: ReadSizes = { rows: 200_000, lengths: [100, 100_000] }

export interface ReadSession {
  userId: string
  id: string
  messages: number
}

export interface LoadedTable {
  sessions: ReadSession[]
  rows: number
  /** What loading took. */
  seconds: number
}

const OTHERS_LENGTH = 50

/** Fills the product's own table; nothing of its schema is taken away for that. */
export async function loadTable(admin: postgres.Sql, { rows, lengths }: ReadSizes): Promise<LoadedTable> {
  const began = performance.now()
  // Ids that go up as UUIDv7 do.
  await admin`
    create function bench_id(n bigint) returns uuid language sql immutable
    return ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`
  const sessions: ReadSession[] = []
  let loaded = 0
  for (const messages of lengths) {
    sessions.push({ userId: 'reader', id: await idOf(admin, loaded), messages })
    await loadSessions(admin, { userId: 'reader', from: loaded, sessions: 1, messages })
    loaded += messages
  }
  const others = Math.max(0, Math.floor((rows - loaded) / OTHERS_LENGTH))
  await loadSessions(admin, { userId: 'other', from: loaded, sessions: others, messages: OTHERS_LENGTH })
  await admin`vacuum analyze`
  await admin`checkpoint`
  const seconds = (performance.now() - began) / 1000
  return { sessions, rows: loaded + others * OTHERS_LENGTH, seconds }
}

/** The id of the session whose first message is the one with this number. */
async function idOf(admin: postgres.Sql, from: number): Promise<string> {
  const [row] = await admin<[{ id: string }]>`select bench_id(${from}::bigint)::text as id`
  return row.id
}

interface Part {
  userId: string
  /** The number of its first message. */
  from: number
  sessions: number
  /** Of each session. */
  messages: number
}

async function loadSessions(admin: postgres.Sql, { userId, from, sessions, messages }: Part): Promise<void> {
  await admin.begin(async (tx) => {
    // A look-up of the session for every row's foreign key would take most of the time.
    await tx`set local session_replication_role = replica`
    await tx`
      insert into chat_sessions (id, user_id)
      select bench_id(${from}::bigint + s * ${messages}::bigint)::text, ${userId}
      from generate_series(0, ${sessions - 1}::bigint) s`
    await tx`
      insert into messages (id, session_id, message_index, role, content, parent_id)
      select bench_id(first + n), bench_id(first)::text, n, case n % 2 when 0 then 'user' else 'assistant' end,
        (${arrayLiteral(texts)}::text[])[1 + n % ${texts.length}::integer],
        case when n > 0 then bench_id(first + n - 1) end
      from (
        select ${from}::bigint + s * ${messages}::bigint as first from generate_series(0, ${sessions - 1}::bigint) s
      ) session cross join generate_series(0, ${messages - 1}::integer) n`
  })
}
