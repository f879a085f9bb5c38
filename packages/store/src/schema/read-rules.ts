import type postgres from 'postgres'
import type { TableLine } from './read-tables.ts'
import { roleName } from './role-name.ts'

/** Indexes of all tables but those that a constraint made. */
export async function readIndexes(tx: postgres.TransactionSql): Promise<TableLine[]> {
  return await tx<TableLine[]>`
    select indrelid as oid, concat(pg_get_indexdef(indexrelid, 0, true), ';',
      case when not indisvalid then ' -- not valid' end) as line
    from pg_index join pg_class c on c.oid = indexrelid
    where not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
    order by indrelid, relname`
}

/** Triggers of all tables and whether they fire; of those behind a foreign key only that they do not. */
export async function readTriggers(tx: postgres.TransactionSql): Promise<TableLine[]> {
  return await tx<TableLine[]>`
    select tgrelid as oid, case
      when tgisinternal then format('-- %s, after %s', change, case
        when tgtype::int & 4 <> 0 then 'insert' when tgtype::int & 8 <> 0 then 'delete' else 'update' end)
      else concat(pg_get_triggerdef(t.oid, true), ';', E'\nalter table ' || tgrelid::regclass || ' ' || change || ';')
      end as line
    from pg_trigger t
    left join pg_constraint c on c.oid = tgconstraint
    cross join lateral (select case tgenabled
      when 'D' then 'disable trigger ' when 'R' then 'enable replica trigger ' when 'A' then 'enable always trigger '
      end || quote_ident(case when tgisinternal then conname else tgname end) as change) s
    where not tgisinternal or tgenabled <> 'O'
    order by tgrelid, tgisinternal, case when tgisinternal then conname else tgname end, line`
}

/** Policies of all tables. */
export async function readPolicies(tx: postgres.TransactionSql): Promise<TableLine[]> {
  return await tx<TableLine[]>`
    select polrelid as oid, concat('create policy ', quote_ident(polname), ' on ', polrelid::regclass,
      case when not polpermissive then ' as restrictive' end,
      case polcmd when 'r' then ' for select' when 'a' then ' for insert' when 'w' then ' for update'
        when 'd' then ' for delete' else ' for all' end,
      ' to ', (select string_agg(${roleName(tx, tx`role`)}, ', ' order by role <> 0, pg_get_userbyid(role))
        from unnest(polroles) as role),
      E'\n  using (' || pg_get_expr(polqual, polrelid, true) || ')',
      E'\n  with check (' || pg_get_expr(polwithcheck, polrelid, true) || ')', ';') as line
    from pg_policy order by polrelid, polname`
}
