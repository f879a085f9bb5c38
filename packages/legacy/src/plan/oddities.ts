import type postgres from 'postgres'

/** Kinds of what an array may hold beside plain messages, and how many there are of each. */
export interface Oddities {
  /** Values of `messages` that are no arrays: quarantined. */
  noArray: number
  /** Elements that are no objects. */
  noObject: number
  /** Roles other than user, assistant and system. */
  role: number
  /** Content that is null or missing. */
  noContent: number
  /** Content that is an array, an object, a number … */
  otherContent: number
  /** No time. */
  noTime: number
  /** Arrays over 1,000 elements or 1 MB, which are captured whole and absorbed a piece at a time. */
  longArrays: number
  /** Elements over 1 MiB. */
  largeElements: number
}

/** What a stretch of the table holds. */
export interface Stretch extends Oddities {
  sessions: number
  messages: number
  /** As they are stored. */
  bytes: number
  last: string | null
}

const SESSIONS = 200

/** Looks at the sessions after `after`, in key order, whatever the types of a table that is still to be mended. */
export async function readStretch(tx: postgres.ISql, after: string): Promise<Stretch> {
  const [row] = await tx<Stretch[]>`
    with stretch as materialized (
      select id::text as id, messages::jsonb #> '{}' as messages, coalesce(pg_column_size(messages), 0) as bytes
      from chat_sessions where id::text > ${after} order by id::text limit ${SESSIONS}
    ), elements as (
      select e.value as e, jsonb_typeof(e.value) as kind, jsonb_typeof(e.value -> 'content') as content
      from stretch cross join lateral jsonb_array_elements(
        case when jsonb_typeof(messages) = 'array' then messages else '[]' end) e
    ), counted as (
      select count(*) as messages,
        count(*) filter (where kind <> 'object') as no_object,
        count(*) filter (where kind = 'object'
          and coalesce(e ->> 'role', '') not in ('user', 'assistant', 'system')) as role,
        count(*) filter (where kind = 'object' and coalesce(content, 'null') = 'null') as no_content,
        count(*) filter (where kind = 'object' and content not in ('string', 'null')) as other_content,
        count(*) filter (where kind = 'object'
          and coalesce(e ->> 'timestamp', e ->> 'createdAt', e ->> 'created_at', e ->> 'time') is null) as no_time,
        count(*) filter (where pg_column_size(e) > 1048576) as large_elements
      from elements
    )
    select (select count(*) from stretch)::int as sessions, (select max(id) from stretch) as last,
      (select coalesce(sum(bytes), 0) from stretch)::float8 as bytes, c.messages::int as messages,
      (select count(*) from stretch where jsonb_typeof(messages) not in ('array', 'null'))::int as "noArray",
      (select count(*) from stretch where case when jsonb_typeof(messages) = 'array'
        then jsonb_array_length(messages) > 1000 or pg_column_size(messages) > 1000000 end)::int as "longArrays",
      c.no_object::int as "noObject", c.role::int as role, c.no_content::int as "noContent",
      c.other_content::int as "otherContent", c.no_time::int as "noTime", c.large_elements::int as "largeElements"
    from counted c`
  if (!row) throw new Error('The database does not say what chat_sessions holds.')
  return row
}
