import type postgres from 'postgres'
import { lowerKeywords } from './lower-keywords.ts'
import { grantStatements, readGrants } from './read-grants.ts'
import { roleName } from './role-name.ts'
import type { Scope } from './scope.ts'

interface Other {
  oid: number
  name: string
  owner: string
  line: string
}

/** What is neither table nor function: named, and shown whole where Postgres can say it in one line. */
export async function readOthers(tx: postgres.TransactionSql, scope: Scope): Promise<string[]> {
  const grants = await readGrants(tx, scope)
  const others = [...(await types(tx, scope)), ...(await relations(tx, scope))]
  return others.map(({ oid, name, owner, line }) => {
    const granted = grants.filter((grant) => grant.kind === 'relation' && grant.oid === oid)
    const ownerOf = owner === 'owner' ? [] : [`-- owner of ${name}: ${owner}`]
    return [lowerKeywords(line), ...ownerOf, ...grantStatements(granted, name), ''].join('\n')
  })
}

async function relations(tx: postgres.TransactionSql, { schemas }: Scope): Promise<Other[]> {
  return await tx<Other[]>`
    select c.oid, c.oid::regclass::text as name, ${roleName(tx, tx`relowner`)} as owner, case relkind
      when 'v' then format(E'create view %s as\n%s', c.oid::regclass, pg_get_viewdef(c.oid, true))
      when 'm' then format(E'create materialized view %s as\n%s', c.oid::regclass, pg_get_viewdef(c.oid, true))
      when 'S' then format('create sequence %s;', c.oid::regclass)
      when 'f' then format('-- foreign table %s', c.oid::regclass)
      else format('-- composite type %s', c.oid::regclass) end as line
    from pg_class c join pg_namespace n on n.oid = relnamespace
    where nspname = any (${[...schemas]}) and relkind in ('v', 'm', 'S', 'f', 'c')
      and not exists (select from pg_depend where objid = c.oid and classid = 'pg_class'::regclass and deptype = 'e')
    order by nspname, relname`
}

async function types(tx: postgres.TransactionSql, { schemas }: Scope): Promise<Other[]> {
  return await tx<Other[]>`
    select t.oid, t.oid::regtype::text as name, ${roleName(tx, tx`typowner`)} as owner, case typtype
      when 'e' then format('create type %s as enum (%s);', t.oid::regtype,
        (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid))
      when 'd' then concat_ws(' ', 'create domain', t.oid::regtype, 'as', format_type(typbasetype, typtypmod),
        case when typnotnull then 'not null' end, (
          select string_agg(pg_get_constraintdef(oid, true), ' ' order by conname)
          from pg_constraint where contypid = t.oid and contype = 'c')) || ';'
      else format('-- type %s', t.oid::regtype) end as line
    from pg_type t join pg_namespace n on n.oid = typnamespace
    where nspname = any (${[...schemas]}) and typtype in ('e', 'd', 'r')
      and not exists (select from pg_depend where objid = t.oid and classid = 'pg_type'::regclass and deptype = 'e')
    order by nspname, typname`
}
