import type postgres from 'postgres'
import type { Element } from './old-app/elements.ts'
import type { Row, Session } from './oracle/session.ts'

/** What the oracle's trigger, since capture began, and the database say of every session that is still there. */
export async function readSessions(
  sql: postgres.Sql,
  acked: ReadonlyMap<string, readonly string[]>,
): Promise<Session[]> {
  const ids = await sql<{ id: string }[]>`select id from chat_sessions order by id`
  const sessions: Session[] = []
  for (const { id } of ids) {
    const all = await sql<{ messages: unknown; at: number }[]>`
      select messages, extract(epoch from at)::float8 * 1000 as at from oracle_versions where session_id = ${id} and seq >= coalesce(
        (select max(seq) from oracle_versions where session_id = ${id}
          and at < (select captured_at from legacy_state)), 0)
      order by seq`
    const rows = await sql<(Row & { metadata: Record<string, unknown> | null })[]>`
      select id, message_index as index, role, content, origin, metadata,
        extract(epoch from created_at)::float8 * 1000 as at
      from messages
      where session_id = ${id} order by message_index`
    const versions = all.filter((each): each is { messages: Element[]; at: number } =>
      Array.isArray(each.messages),
    )
    const quarantine = await sql<{ element: unknown }[]>`
      select element from legacy_quarantine where session_id = ${id}`
    sessions.push({
      id,
      versions: versions.map(({ messages }) => messages),
      times: versions.map(({ at }) => at),
      others: all.map(({ messages }) => messages).filter((value) => value !== null && !Array.isArray(value)),
      quarantine: quarantine.map(({ element }) => element),
      rows: rows.map(({ metadata, ...row }) => ({ ...row, legacy: metadata?.legacy })),
      acked: acked.get(id) ?? [],
    })
  }
  return sessions
}
