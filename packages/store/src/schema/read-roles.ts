import type postgres from 'postgres'
import { ownerOid, roleName } from './role-name.ts'
import type { Scope } from './scope.ts'

interface Line {
  line: string
}

/** What each role is, its settings, and which role may become which; then what is set for the database itself. */
export async function readRoles(tx: postgres.TransactionSql, { roles }: Scope): Promise<string[]> {
  const names = [...roles]
  const lines = await tx<Line[]>`
    select concat_ws(' ', 'create role', quote_ident(rolname), case when rolcanlogin then 'login' else 'nologin' end,
      case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end,
      case when rolcreaterole then 'createrole' end, case when rolcreatedb then 'createdb' end,
      case when rolreplication then 'replication' end, case when not rolinherit then 'noinherit' end,
      case when rolconnlimit <> -1 then 'connection limit ' || rolconnlimit end) || ';' as line
    from pg_roles where rolname = any (${names}) order by rolname`
  const all = [...lines, ...(await settings(tx, names)), ...(await memberships(tx, names))]
  return all.length > 0 ? [all.map(({ line }) => `${line}\n`).join('')] : []
}

async function settings(tx: postgres.TransactionSql, names: string[]): Promise<Line[]> {
  return await tx<Line[]>`
    select format('alter %s%s set %s = %L;', coalesce('role ' || quote_ident(rolname), 'database'),
      case when rolname is not null and setdatabase <> 0 then ' in this database' end,
      split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1)) as line
    from pg_db_role_setting left join pg_roles r on r.oid = setrole cross join unnest(setconfig) as setting
    where (rolname = any (${names}) or setrole = 0)
      and setdatabase in (0, (select oid from pg_database where datname = current_database()))
    order by rolname nulls last, setdatabase <> 0, setting collate "C"`
}

/** Who migrated is left out: from Postgres 16 on it has to be a member of the roles it hands functions to. */
async function memberships(tx: postgres.TransactionSql, names: string[]): Promise<Line[]> {
  return await tx<Line[]>`
    select distinct format('grant %s to %s%s;', ${roleName(tx, tx`roleid`)}, ${roleName(tx, tx`member`)},
      case when admin_option then ' with admin option' end) collate "C" as line
    from pg_auth_members
    where (pg_get_userbyid(roleid) = any (${names}) or pg_get_userbyid(member) = any (${names}))
      and member <> ${ownerOid(tx)}
    order by line`
}
