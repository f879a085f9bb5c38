import path from 'node:path'
import postgres from 'postgres'
import { isLegacy } from '../migrate/adopt.ts'
import { appliedHashes } from '../migrate/migrate.ts'
import { presentFiles, sqlFiles } from '../migrate/sql-files.ts'
import { PRODUCT_TABLES } from '../schema/product-tables.ts'

interface Facts {
  role: string
  superuser: boolean
  bypasses: boolean
  owns: string[]
  member: boolean
  /** Those of our other roles that it may act as, or make itself a member of. */
  acts: string[]
  /** Our roles that are not weak. */
  strong: string[]
  /** Our functions that run with the rights of another role than they are made for. */
  foreign: string[]
  writes: string[]
  bare: string[]
  triggers: number
}

/**
 * Looks, before anybody is served, whether the role of `url` is as weak as it must be and the database as strict.
 *
 * @throws Error every fault at once, each a sentence for the operator.
 */
export async function checkDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, prepare: false, connect_timeout: 5, onnotice() {} })
  try {
    await refuseStranger(sql)
    if (!(await isUpToDate(sql)))
      throw new Error(
        'The database is not at the schema of this version, and the role of DATABASE_URL may not change it. Set DATABASE_ADMIN_URL to its owner.',
      )
    const faults = await faultsOf(sql)
    if (faults.length > 0) throw new Error(faults.join('\n'))
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** A role without duck_app's rights cannot even be told what is applied. */
async function refuseStranger(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ role: string; stranger: boolean }[]>`
    select current_user as role, not pg_has_role(current_user, oid, 'usage') as stranger
    from pg_roles where rolname = 'duck_app'`
  if (row?.stranger) throw new Error(notMember(row.role))
}

const notMember = (role: string) => `The role ${role} may not act as duck_app: grant duck_app to ${role}.`

/** Every fault of the role that is connected and of the database, each a sentence; of one that is up to date. */
export async function faultsOf(sql: postgres.Sql): Promise<string[]> {
  return faultsIn(await factsOf(sql))
}

/** Whether the role of `url` may change the schema, and so is no role to serve with. */
export async function isOwner(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, prepare: false, connect_timeout: 5, onnotice() {} })
  try {
    const [row] = await sql<{ owner: boolean }[]>`
      select r.rolsuper or case
          when c.oid is null then has_schema_privilege('public', 'create')
          else pg_has_role(current_user, c.relowner, 'usage')
        end as owner
      from pg_roles r left join pg_class c on c.oid = to_regclass('public.duck_migrations')
      where r.rolname = current_user`
    return row?.owner ?? false
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function isUpToDate(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ there: boolean }[]>`
    select to_regclass('public.duck_migrations') is not null
      and has_table_privilege(to_regclass('public.duck_migrations'), 'select') as there`
  if (!row?.there) return false
  const applied = await appliedHashes(sql)
  const adopted = await isLegacy(sql)
  const { objects, grants, onOldTable } = await presentFiles({ adopted })
  const migrations = [
    ...(await sqlFiles('migrations')),
    ...(adopted ? await sqlFiles('legacy/migrations') : []),
  ]
  const wanted = [...migrations, ...objects, ...grants, ...onOldTable]
  return wanted.every((file) => applied.get(file.name) === file.hash)
}

async function factsOf(sql: postgres.Sql): Promise<Facts> {
  const functions = await functionNames(sql)
  const [facts] = await sql<Facts[]>`
    with tables as (
      select c.oid, c.relname::text as name, c.relowner, c.relrowsecurity, c.relforcerowsecurity
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any (${[...PRODUCT_TABLES]})
    )
    select current_user as role, r.rolsuper as superuser, r.rolbypassrls as bypasses,
      array(select name from tables where pg_has_role(current_user, relowner, 'member') order by 1) as owns,
      pg_has_role(current_user, 'duck_app', 'usage') as member,
      array(select o.rolname::text from pg_roles o where o.rolname in ('duck_reader', 'duck_writer')
        and pg_has_role(current_user, o.oid, 'member') order by 1) as acts,
      array(select o.rolname::text from pg_roles o where o.rolname in ('duck_app', 'duck_reader', 'duck_writer')
        and o.rolname <> current_user and (o.rolsuper or o.rolbypassrls) order by 1) as strong,
      array(select p.proname::text from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
        and p.proname = any (${functions})
        and pg_get_userbyid(p.proowner) not in ('duck_reader', 'duck_writer') order by 1) as foreign,
      array(select p from unnest(array['insert', 'update', 'delete', 'truncate']) p
        where has_table_privilege('public.messages', p)
          or p in ('insert', 'update') and has_any_column_privilege('public.messages', p)) as writes,
      array(select t.name from tables t where not t.relrowsecurity or not t.relforcerowsecurity
          -- Until the move of an old app's arrays is finished, its owner reaches this table as before.
          and not (t.name = 'chat_sessions' and ${await keepsOldApp(sql)})
        union all select wanted from unnest(${[...PRODUCT_TABLES]}::text[]) wanted
          where wanted not in (select name from tables) order by 1) as bare,
      (select count(*)::int from pg_trigger where tgrelid = 'public.messages'::regclass and tgenabled = 'A'
        and tgname in ('messages_refuse_change', 'messages_refuse_delete')) as triggers
    from pg_roles r where r.rolname = current_user`
  if (!facts) throw new Error('The database does not say who is connected.')
  return facts
}

async function keepsOldApp(sql: postgres.Sql): Promise<boolean> {
  if (!(await isLegacy(sql))) return false
  const [row] = await sql<{ kept: boolean }[]>`select finished_at is null as kept from legacy_state`
  return row?.kept ?? false
}

async function functionNames(sql: postgres.Sql): Promise<string[]> {
  const { objects } = await presentFiles({ adopted: await isLegacy(sql) })
  return objects.map(({ name }) => path.basename(name, '.sql'))
}

function faultsIn(facts: Facts): string[] {
  const { role } = facts
  const own: [boolean, string][] = [
    [facts.superuser, `The role ${role} is a superuser.`],
    [facts.bypasses, `The role ${role} passes row level security (BYPASSRLS).`],
    [facts.owns.length > 0, `The role ${role} owns ${facts.owns.join(', ')}.`],
    [!facts.member, notMember(role)],
    [
      facts.acts.length > 0,
      `The role ${role} may act as ${facts.acts.join(', ')}, which is for the functions alone.`,
    ],
    [facts.writes.length > 0, `The role ${role} may ${facts.writes.join(', ')} messages directly.`],
  ]
  const others: [boolean, string][] = [
    [
      facts.strong.length > 0,
      `A superuser, or passing row level security, is ${facts.strong.join(', ')}: it must be neither.`,
    ],
    [
      facts.foreign.length > 0,
      `Neither duck_writer nor duck_reader owns ${facts.foreign.join(', ')}, which runs with its owner's rights.`,
    ],
    [facts.bare.length > 0, `Row level security is not forced on ${facts.bare.join(', ')}.`],
    [facts.triggers !== 2, 'The triggers that keep messages append-only are missing or not enabled always.'],
  ]
  return [...own, ...others].filter(([is]) => is).map(([, sentence]) => sentence)
}
