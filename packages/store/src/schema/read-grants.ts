import type postgres from 'postgres'
import { roleName } from './role-name.ts'
import type { Scope } from './scope.ts'

/** What one role may do with one object, and that an owner may no longer do what owners do. */
export interface Grant {
  kind: 'schema' | 'relation' | 'function' | 'default'
  oid: number
  verb: 'grant' | 'revoke'
  role: string
  /** Sorted; as in a statement: `select`, `update (pinned, title)`. */
  privileges: string[]
  grantable: boolean
}

/** Of every object in the scope, by role. No list of rights means Postgres' usual ones, which are shown. */
export async function readGrants(tx: postgres.TransactionSql, { schemas }: Scope): Promise<Grant[]> {
  return await tx<Grant[]>`
    with spaces as (
      select * from pg_namespace where nspname = any (${[...schemas]})
    ), objects (kind, oid, owner, place, part, acl, usual) as (
      select 'schema', oid, nspowner, 0, null, nspacl, acldefault('n', nspowner) from spaces
      union all
      select 'relation', c.oid, relowner, 0, null, relacl,
        acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner)
      from pg_class c join spaces s on s.oid = relnamespace where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      union all
      select 'relation', c.oid, relowner, attnum, quote_ident(attname), attacl, acldefault('c', relowner)
      from pg_attribute join pg_class c on c.oid = attrelid join spaces s on s.oid = relnamespace
      where attacl is not null and not attisdropped
      union all
      select 'function', p.oid, proowner, 0, null, proacl, acldefault('f', proowner)
      from pg_proc p join spaces s on s.oid = pronamespace
      union all
      select 'default', oid, defaclrole, 0, null, defaclacl, acldefault('c', defaclrole) from pg_default_acl
    ), rights as (
      select o.*, 'grant' as verb, grantee, privilege_type, is_grantable
      from objects o cross join aclexplode(coalesce(acl, usual)) where grantee <> owner
      union all
      select o.*, 'revoke', u.grantee, u.privilege_type, false
      from objects o cross join aclexplode(usual) u
      where acl is not null and u.grantee = owner and not exists (
        select from aclexplode(acl) a where a.grantee = owner and a.privilege_type = u.privilege_type)
    ), named as (
      select kind, oid, verb, grantee, is_grantable,
        lower(privilege_type) || coalesce(' (' || string_agg(part, ', ' order by place) || ')', '') as privilege
      from rights group by kind, oid, verb, grantee, is_grantable, privilege_type, part is null
    )
    select kind, oid, verb, (${roleName(tx, tx`grantee`)}) collate "C" as role,
      array_agg(privilege order by privilege collate "C") as privileges, is_grantable as grantable
    from named group by kind, oid, verb, grantee, is_grantable
    order by verb, role, grantable`
}

/** As statements about the object of that name. */
export function grantStatements(grants: readonly Grant[], object: string): string[] {
  return grants.map(
    ({ verb, role, privileges, grantable }) =>
      `${verb} ${privileges.join(', ')} on ${object} ${verb === 'grant' ? 'to' : 'from'} ${role}` +
      `${grantable ? ' with grant option' : ''};`,
  )
}
