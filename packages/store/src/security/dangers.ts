import type postgres from 'postgres'
import { PROBED_OWNER } from './probe.ts'
import type { Change } from './removals.ts'

const ROLE_CHANGES = [
  'alter role duck_app bypassrls',
  'alter role duck_app superuser',
  'alter role duck_writer bypassrls',
  'alter role duck_reader superuser',
  `grant ${PROBED_OWNER} to duck_app`,
  'grant duck_writer to duck_app',
  'grant duck_reader to duck_app',
  `alter role duck_app noinherit; grant ${PROBED_OWNER} to duck_app`,
  'alter role duck_app noinherit; grant duck_writer to duck_app',
  'grant create on schema public to duck_app',
  'grant create on schema public to public',
]

/** Rights that nobody should ever have been given, one at a time. */
export async function dangersFor(sql: postgres.Sql): Promise<Change[]> {
  const found = await sql<Change[]>`
    with tables as (
      select oid, relname, format('public.%I', relname) as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r'
    ), privileges as (
      select privilege from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger'])
        privilege
    ), functions as (
      select oid, proname, prosecdef, oid::regprocedure::text as name from pg_proc p
      where pronamespace = 'public'::regnamespace
    ), changes (about, sql) as (
      select relname, format('grant %s on %s to %s', privilege, t.name, role)
        from tables t cross join privileges cross join unnest(array['duck_app', 'public']) role
        where not has_table_privilege('duck_app', t.oid, privilege)
      union all
      select relname, format('grant update (%I) on %s to duck_app', attname, t.name)
        from tables t join pg_attribute on attrelid = t.oid and attnum > 0 and not attisdropped
        where relname in ('messages', 'chat_sessions')
          and not has_column_privilege('duck_app', t.oid, attnum, 'update')
      union all
      select relname, format('create policy danger on %s for %s to %s %s', t.name, verb, role, clause)
        from tables t cross join unnest(array['duck_app', 'public']) role
        cross join unnest(array['all', 'select', 'update', 'delete', 'insert'], array['using (true)', 'using (true)',
          'using (true)', 'using (true)', 'with check (true)']) as policy (verb, clause)
        where relname <> 'duck_migrations' or verb <> 'select'
      union all
      select proname, format('grant execute on function %s to %s', f.name, role)
        from functions f cross join unnest(array['duck_app', 'public']) role
        where not has_function_privilege('duck_app', f.oid, 'execute')
      union all
      select proname, format('alter function %s owner to %I', f.name, owner)
        from functions f cross join unnest(array[session_user::text, ${PROBED_OWNER}]) owner where prosecdef
    )
    select sql as what, sql, about::text from changes order by about, sql`
  return [...found, ...ROLE_CHANGES.map((change) => ({ what: change, sql: change, about: 'role' }))]
}
