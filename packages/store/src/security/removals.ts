import type postgres from 'postgres'
import { PRODUCT_TABLES } from '../schema/product-tables.ts'

/** Something taken from the database, or given to it, that a probe or the start-up check must notice. */
export interface Change {
  what: string
  sql: string
  /** What it is about: probes that name it are tried first. */
  about: string
}

const ROLES = ['duck_app', 'duck_writer', 'duck_reader']

/**
 * Each policy, grant, switch of row level security, trigger, function's owner, `security definer` and `search_path` of
 * a database, to be taken away one at a time.
 */
export async function removalsFrom(sql: postgres.Sql): Promise<Change[]> {
  const tables = [...PRODUCT_TABLES, 'duck_migrations']
  return await sql<Change[]>`
    with tables as (
      select oid, relname, relacl, relrowsecurity, relforcerowsecurity, oid::regclass as name from pg_class
      where relnamespace = 'public'::regnamespace and relname = any (${tables})
    ), functions as (
      select p.oid, proname, proacl, prosecdef, proconfig, prorettype, pronamespace::regnamespace || '.' || proname
        || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name
      from pg_proc p where pronamespace = 'public'::regnamespace
    ), roles as (
      select oid, rolname from pg_roles where rolname = any (${ROLES})
    ), changes (about, sql) as (
      select relname, format('drop policy %I on %s', polname, t.name)
        from pg_policy join tables t on t.oid = polrelid
      union all
      select relname, format('revoke %s on %s from %I', privilege_type, t.name, rolname)
        from tables t cross join aclexplode(relacl) join roles on roles.oid = grantee
      union all
      select relname, format('revoke %s (%I) on %s from %I', privilege_type, attname, t.name, rolname)
        from pg_attribute join tables t on t.oid = attrelid cross join aclexplode(attacl)
        join roles on roles.oid = grantee
      union all
      select proname, format('revoke execute on function %s from %I', f.name, rolname)
        from functions f cross join aclexplode(proacl) join roles on roles.oid = grantee
        where not (prosecdef and rolname in ('duck_writer', 'duck_reader'))
      union all
      select 'schema', format('revoke %s on schema public from %I', privilege_type, rolname)
        from pg_namespace cross join aclexplode(nspacl) join roles on roles.oid = grantee
        where nspname = 'public'
      union all
      select relname, format('alter table %s disable row level security', name) from tables where relrowsecurity
      union all
      select relname, format('alter table %s no force row level security', name) from tables
        where relforcerowsecurity
      union all
      select tgname, format(change, tgname, t.name) from pg_trigger join tables t on t.oid = tgrelid
        cross join unnest(array['drop trigger %1$I on %2$s', 'alter table %2$s enable trigger %1$I']) change
        where not tgisinternal
      union all
      select proname, format(change, name) from functions
        cross join unnest(array['alter function %s security invoker', 'alter function %s owner to duck_app']) change
        where prosecdef
      union all
      select proname, format('alter function %s reset search_path', name) from functions where proconfig is not null
    )
    select sql as what, sql, about::text from changes order by about, sql`
}

/** Each policy of duck_app without what it asks for. */
export async function loosenedFrom(sql: postgres.Sql): Promise<Change[]> {
  return await sql<Change[]>`
    select format('%s: %s', polname, change) as what, relname::text as about,
      format('alter policy %I on public.%I ', polname, relname) || change as sql
    from pg_policy join pg_class c on c.oid = polrelid
    cross join unnest(array['using (true)', 'with check (true)']) change
    where 'duck_app'::regrole = any (polroles) and relname <> 'duck_migrations'
      and (change <> 'using (true)' or polqual is not null)
      and (change = 'using (true)' or polcmd in ('a', 'w'))`
}
