import { leaveLegacy, migrate } from '@duck/store'
import type postgres from 'postgres'
import type { Legacy } from '../legacy.ts'
import { asMover } from './as-mover.ts'
import { type InOldTable, inOldTable } from './in-old-table.ts'
import type { MoveOptions } from './move-options.ts'
import { refuseUnadopted } from './refuse-unadopted.ts'

export interface PurgeOptions extends MoveOptions {
  /** How long ago the last session must have been cut over, in days. */
  waitDays: number
}

export interface Purged {
  /** Sessions whose arrays are in `legacy_archive`. */
  archived: number
  /** False when it was told to end before anything was dropped. */
  dropped: boolean
}

const SESSIONS = 100
const DAY_MS = 24 * 60 * 60_000

/**
 * What keeps the arrays from being dropped, each a sentence.
 *
 * @throws Error a sentence, where nothing was adopted.
 */
export async function purgeObstacles(
  { sql }: Legacy,
  { waitDays }: Pick<PurgeOptions, 'waitDays'>,
): Promise<string[]> {
  await refuseUnadopted(sql)
  const [row] = await asMover(
    sql,
    (tx) => tx<{ kept: number; unproved: number; waiting: number; last: Date | null; finished: boolean }[]>`
      select count(*) filter (where c.storage <> 'rows')::int as kept,
        count(*) filter (where c.storage = 'rows' and l.cut_over_at is not null
          and coalesce(l.verified_at <= l.cut_over_at, true))::int as unproved,
        (select count(*) from legacy_versions)::int as waiting, max(l.cut_over_at) as last,
        (select finished_at is not null from legacy_state) as finished
      from chat_sessions c left join legacy_sessions l on l.session_id = c.id`,
  )
  if (!row) throw new Error('The database does not say where the move stands.')
  const { kept, unproved, waiting, last, finished } = row
  const free = last && last.getTime() + waitDays * DAY_MS
  const obstacles: [boolean, string][] = [
    [kept > 0 || !finished, `${kept} sessions are not cut over: duck legacy cut-over --all --to rows.`],
    [unproved > 0, `${unproved} sessions were not proved since they were cut over: duck legacy verify.`],
    [waiting > 0, `${waiting} versions of arrays are no rows yet: duck legacy backfill.`],
    [
      free !== null && free > Date.now(),
      `The last session was cut over less than ${waitDays} days ago; until ${new Date(free ?? 0).toISOString()} it can be rolled back.`,
    ],
  ]
  return obstacles.filter(([is]) => is).map(([, sentence]) => sentence)
}

/**
 * Copies every array to `legacy_archive`, proves the copies, then drops the arrays and all that was for the move. There is no way
 * back but the archive.
 *
 * @throws Error every obstacle, each a sentence; or a copy that is not equal.
 */
export async function purge(legacy: Legacy, { waitDays, onProgress, signal }: PurgeOptions): Promise<Purged> {
  const { sql, url } = legacy
  const obstacles = await purgeObstacles(legacy, { waitDays })
  if (obstacles.length > 0) throw new Error(obstacles.join('\n'))
  await sql`
    create table if not exists public.legacy_archive (
      session_id text primary key, user_id text, messages jsonb, archived_at timestamptz not null default now())`
  await sql`alter table public.legacy_archive enable row level security`
  await sql`revoke all on public.legacy_archive from public`
  await sql`grant select, insert, update on public.legacy_archive to duck_writer`
  await sql`drop policy if exists writer_all on public.legacy_archive`
  await sql`create policy writer_all on public.legacy_archive to duck_writer using (true) with check (true)`
  let archived = 0
  for (let after: string | null = ''; after !== null && !signal?.aborted; ) {
    const from: string = after
    const copied = await asMover(
      sql,
      (tx) => tx<{ id: string }[]>`
        with stretch as (select id, user_id, messages from chat_sessions where id > ${from} order by id limit ${SESSIONS}),
        copied as (
          insert into legacy_archive (session_id, user_id, messages) select * from stretch
          on conflict (session_id) do update set messages = excluded.messages, archived_at = now()
          where legacy_archive.messages is distinct from excluded.messages)
        select id from stretch order by id`,
    )
    await refuseUnequal(
      sql,
      copied.map(({ id }) => id),
    )
    archived += copied.length
    onProgress?.({ done: archived, total: archived })
    after = copied.at(-1)?.id ?? null
  }
  if (signal?.aborted) return { archived, dropped: false }
  await inOldTable(sql, drop)
  await migrate(url)
  return { archived, dropped: true }
}

/** An array of a session that is cut over does not change, so a copy that is equal stays so. */
async function refuseUnequal(sql: postgres.Sql, ids: readonly string[]): Promise<void> {
  const [other] = await asMover(
    sql,
    (tx) => tx<{ id: string }[]>`
      select c.id from chat_sessions c left join legacy_archive a on a.session_id = c.id
      where c.id = any (${ids as string[]}) and a.messages is distinct from c.messages limit 1`,
  )
  if (other)
    throw new Error(`The session ${other.id} is archived otherwise than it is. Look at legacy_archive.`)
}

const drop: InOldTable = async (tx) => {
  await tx`lock table chat_sessions in access exclusive mode`
  await tx`set local role duck_writer`
  const [kept] = await tx`select from chat_sessions where storage <> 'rows' limit 1`
  await tx`reset role`
  if (kept) throw new Error('A session was rolled back meanwhile. Nothing was dropped.')
  await tx`drop trigger legacy_capture_insert on chat_sessions`
  await tx`drop trigger legacy_capture_update on chat_sessions`
  await tx`alter table chat_sessions drop column messages, drop column storage`
  await leaveLegacy(tx)
  await tx`insert into legacy_log (step) values ('purged')`
}
