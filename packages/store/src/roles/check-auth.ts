import postgres from 'postgres'
import { isLegacy } from '../migrate/adopt.ts'
import { PRODUCT_TABLES } from '../schema/product-tables.ts'

interface Facts {
  strong: boolean
  owns: string[]
  reads: string[]
  calls: string[]
  bare: string[]
  open: string[]
}

const TABLES = ['people', 'sign_ins', 'credentials', 'verifications', 'api_keys', 'rate_counts', 'departures']

/**
 * Looks, before anybody is served, whether accounts and messages are kept apart: duck_auth sees no message, nobody else
 * sees an account.
 *
 * @throws Error every fault at once, each a sentence for the operator.
 */
export async function checkAuth(authUrl: string): Promise<void> {
  const sql = postgres(authUrl, { max: 1, prepare: false, connect_timeout: 5, onnotice() {} })
  try {
    const faults = await authFaultsOf(sql)
    if (faults.length > 0) throw new Error(faults.join('\n'))
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** Every fault that duck_auth, who is connected, can see. */
export async function authFaultsOf(sql: postgres.Sql): Promise<string[]> {
  // What an old app has for everybody stays as it was, its own functions and its own table.
  const adopted = await isLegacy(sql)
  const [facts] = await sql<Facts[]>`
    with tables as (
      select c.oid, c.relname::text as name, c.relowner, c.relrowsecurity and c.relforcerowsecurity as strict
      from pg_class c where c.relnamespace = to_regnamespace('auth') and c.relname = any (${TABLES})
    ), product as (
      select c.oid, c.relname::text as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relname = any (${[...PRODUCT_TABLES]})
        and not (c.relname = 'chat_sessions' and ${adopted})
    )
    select r.rolsuper or r.rolbypassrls as strong,
      array(select name from tables where pg_has_role(current_user, relowner, 'member') order by 1) as owns,
      array(select name from product cross join unnest(array['select', 'insert', 'update', 'delete']) p
        where has_table_privilege(oid, p) group by name order by 1) as reads,
      array(select p.proname::text from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
        and has_function_privilege(p.oid, 'execute')
        and (not ${adopted} or pg_get_userbyid(p.proowner) in ('duck_writer', 'duck_reader')) order by 1) as calls,
      array(select wanted from unnest(${TABLES}::text[]) wanted
        where wanted not in (select name from tables where strict) order by 1) as bare,
      array(select distinct name from tables
        cross join lateral (select relacl from pg_class c where c.oid = tables.oid) c
        cross join aclexplode(c.relacl) a
        where a.grantee not in (tables.relowner, to_regrole('duck_auth')) order by 1) as open
    from pg_roles r where r.rolname = current_user`
  if (!facts) return ['The database does not say who is connected.']
  return sentences(facts)
}

function sentences({ strong, owns, reads, calls, bare, open }: Facts): string[] {
  const all: [boolean, string][] = [
    [strong, 'The role duck_auth is a superuser or passes row level security: it must do neither.'],
    [owns.length > 0, `The role duck_auth owns ${owns.join(', ')}.`],
    [reads.length > 0, `The role duck_auth has rights on ${reads.join(', ')}, which are not for accounts.`],
    [calls.length > 0, `The role duck_auth may execute ${calls.join(', ')}.`],
    [
      bare.length > 0,
      `Row level security is not forced on ${bare.map((name) => `auth.${name}`).join(', ')}.`,
    ],
    [
      open.length > 0,
      `Others than duck_auth have rights on ${open.map((name) => `auth.${name}`).join(', ')}.`,
    ],
  ]
  return all.filter(([is]) => is).map(([, sentence]) => sentence)
}
