import type postgres from 'postgres'
import { inOldTable } from './in-old-table.ts'

/**
 * When the last session was cut over: sessions that are made from now on have rows only, row level security is forced, and what
 * the old app could do by everybody's rights is taken back. Whether it is so.
 */
export async function finish(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ done: boolean; left: boolean }[]>`
    select finished_at is not null as done,
      finished_at is null and exists (select from chat_sessions where storage <> 'rows') as left from legacy_state`
  if (!row || row.done || row.left) return row?.done ?? false
  await inOldTable(sql, async (tx) => {
    await tx`lock table chat_sessions in access exclusive mode`
    const [late] = await tx`select from chat_sessions where storage <> 'rows' limit 1`
    if (late) return
    await tx`alter table chat_sessions alter column storage set default 'rows'`
    await tx`drop policy if exists legacy_keeps on chat_sessions`
    await tx`alter table chat_sessions force row level security`
    for (const { statement } of await tx<{ statement: string }[]>`
      select regexp_replace(statement, '^grant (.*) to public$', 'revoke \\1 from public') as statement from legacy_kept
      where statement like '% on chat\\_sessions to public'`)
      await tx.unsafe(statement)
    await tx`update legacy_state set finished_at = clock_timestamp()`
    await tx`insert into legacy_log (step) values ('finished')`
  })
  return finish(sql)
}

/** Undoes that, before the first session is rolled back. */
export async function unfinish(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ done: boolean; hadRls: boolean }[]>`
    select finished_at is not null as done, had_rls as "hadRls" from legacy_state`
  if (!row?.done) return
  await inOldTable(sql, async (tx) => {
    await tx`alter table chat_sessions alter column storage set default 'array'`
    await tx`alter table chat_sessions no force row level security`
    await tx`update legacy_state set finished_at = null`
    await tx`insert into legacy_log (step) values ('unfinished')`
    // The migrator gives the rest back.
    await tx`delete from duck_migrations where name in ('legacy/policies/chat_sessions.sql', 'legacy/grants.sql')`
  })
}
