import type postgres from 'postgres'
import { type Grant, grantStatements, readGrants } from './read-grants.ts'
import { roleName } from './role-name.ts'
import type { Scope } from './scope.ts'

/** Extensions, schemas with who may use them, and what objects that are yet to be made will allow. */
export async function readSchemas(tx: postgres.TransactionSql, scope: Scope): Promise<string[]> {
  const grants = await readGrants(tx, scope)
  const extensions = await tx<{ line: string }[]>`
    select format('create extension %I schema %I;', extname, nspname) as line
    from pg_extension join pg_namespace n on n.oid = extnamespace where extname <> 'plpgsql' order by extname`
  const lines = [...extensions.map(({ line }) => line), ...(await schemas(tx, { scope, grants }))]
  return [[...lines, ...(await defaults(tx, grants)), ''].join('\n')]
}

async function schemas(
  tx: postgres.TransactionSql,
  { scope, grants }: { scope: Scope; grants: Grant[] },
): Promise<string[]> {
  const rows = await tx<{ oid: number; name: string; owner: string }[]>`
    select oid, quote_ident(nspname) as name, ${roleName(tx, tx`nspowner`)} as owner
    from pg_namespace where nspname = any (${[...scope.schemas]}) order by nspname`
  return rows.flatMap(({ oid, name, owner }) => [
    `alter schema ${name} owner to ${owner};`,
    ...grantStatements(
      grants.filter((grant) => grant.kind === 'schema' && grant.oid === oid),
      `schema ${name}`,
    ),
  ])
}

async function defaults(tx: postgres.TransactionSql, grants: Grant[]): Promise<string[]> {
  const rows = await tx<{ oid: number; line: string }[]>`
    select d.oid, format('-- What %s makes%s: %s for', ${roleName(tx, tx`defaclrole`)}, ' in ' || nspname,
      case defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
        when 'T' then 'types' else 'schemas' end) collate "C" as line
    from pg_default_acl d left join pg_namespace n on n.oid = defaclnamespace
    order by line`
  return rows.map(({ oid, line }) => {
    const own = grants.filter((grant) => grant.kind === 'default' && grant.oid === oid)
    const who = own.map(({ role, privileges }) => `${role} (${privileges.join(', ')})`)
    return `${line} ${who.join(', ') || 'nobody else'}`
  })
}
