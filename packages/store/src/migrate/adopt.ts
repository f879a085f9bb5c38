import type postgres from 'postgres'
import { applyBesideOldApp } from './apply-files.ts'
import { type SqlFile, sqlFile } from './sql-files.ts'

/** What is known of a table `chat_sessions` that has a column `messages`. */
interface OldTable {
  id: string
  user: string
  messages: string
  created: string | null
  unique: boolean
  restrictive: string[]
  adopted: boolean
}

/** Whether an old app's arrays are in this database: it was adopted, or is still to be. */
export async function isLegacy(sql: postgres.ISql): Promise<boolean> {
  const [row] = await sql<{ is: boolean }[]>`
    select exists (
      select from pg_attribute where attrelid = to_regclass('public.chat_sessions') and attname = 'messages'
        and attnum > 0 and not attisdropped) as is`
  return row?.is ?? false
}

const SESSIONS = /create table chat_sessions \([\s\S]*?\n\);\n/
const ACTIVITY_INDEX = /create index chat_sessions_by_activity\n[^;]*;\n/

/**
 * Makes an old app's table ours, in the place of the migration that makes tables from nothing. What is in it stays as it is.
 *
 * @throws Error a sentence for the operator, when this is no table that can be carried over.
 */
export async function adopt(sql: postgres.Sql, first: SqlFile): Promise<void> {
  const faults = faultsOf(await look(sql))
  if (faults.length > 0) throw new Error(faults.join('\n'))
  const columns = await sqlFile('legacy/adopt.sql')
  await applyBesideOldApp(sql, [columns])
  await applyBesideOldApp(sql, [besideOldTable(first)])
}

/** The first migration without what it makes of nothing and an old app has already. */
export function besideOldTable(first: SqlFile): SqlFile {
  return { ...first, text: without(without(first.text, SESSIONS), ACTIVITY_INDEX) }
}

/**
 * What keeps an old app's table from being carried over, each a sentence; nothing is changed.
 *
 * @throws Error a sentence, where there is no such table.
 */
export async function adoptionFaults(sql: postgres.Sql): Promise<string[]> {
  if (!(await isLegacy(sql)))
    throw new Error('There is no table chat_sessions with a column messages, as the old app has it.')
  return faultsOf(await look(sql))
}

/** The index that 0001 would make, without keeping the old app from writing meanwhile. */
export async function indexOldTable(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ valid: boolean }[]>`
    select indisvalid as valid from pg_index where indexrelid = to_regclass('public.chat_sessions_by_activity')`
  if (row?.valid) return
  if (row) await sql`drop index concurrently if exists public.chat_sessions_by_activity`
  const { created } = await look(sql)
  const time = created === 'timestamptz' ? '(coalesce(last_message_at, created_at))' : 'last_message_at'
  await sql.unsafe(
    `create index concurrently chat_sessions_by_activity on public.chat_sessions (user_id, pinned desc, ${time} desc, id desc)`,
  )
}

function without(text: string, part: RegExp): string {
  if (!part.test(text)) throw new Error('The first migration is not as it was.')
  return text.replace(part, '')
}

async function look(sql: postgres.Sql): Promise<OldTable> {
  const [row] = await sql<OldTable[]>`
    with columns as (
      select attname as name, format_type(atttypid, null) as type, atttypid::regtype::text as full_type
      from pg_attribute where attrelid = 'public.chat_sessions'::regclass and attnum > 0 and not attisdropped
    )
    select coalesce((select type from columns where name = 'id'), 'missing') as id,
      coalesce((select type from columns where name = 'user_id'), 'missing') as user,
      (select type from columns where name = 'messages') as messages,
      (select case full_type when 'timestamp with time zone' then 'timestamptz' else full_type end
        from columns where name = 'created_at') as created,
      exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = 'public.chat_sessions'::regclass and i.indisunique and i.indnkeyatts = 1
          and i.indpred is null and a.attname = 'id') as unique,
      array(select polname::text from pg_policy where polrelid = 'public.chat_sessions'::regclass
        and not polpermissive and polroles @> '{0}') as restrictive,
      exists (select from columns where name = 'storage') as adopted`
  if (!row) throw new Error('The database does not say what chat_sessions is.')
  return row
}

const TEXT = new Set(['text', 'character varying'])

function faultsOf(table: OldTable): string[] {
  const faults: [boolean, string][] = [
    [!TEXT.has(table.id), `The column chat_sessions.id is ${table.id}; it has to be text.`],
    [!TEXT.has(table.user), `The column chat_sessions.user_id is ${table.user}; it has to be text.`],
    [
      table.messages !== 'jsonb',
      `The column chat_sessions.messages is ${table.messages}; it has to be jsonb.`,
    ],
    [!table.unique, 'The column chat_sessions.id is not unique; it has to be the primary key.'],
    [
      table.restrictive.length > 0 && !table.adopted,
      `The restrictive policies ${table.restrictive.join(', ')} on chat_sessions hold for everybody, The Duck's roles too; give them to the old app's roles instead.`,
    ],
  ]
  return faults.filter(([is]) => is).map(([, sentence]) => sentence)
}
