import type postgres from 'postgres'
import { lowerKeywords } from './lower-keywords.ts'
import { grantStatements, readGrants } from './read-grants.ts'
import { readColumns, readConstraints } from './read-parts.ts'
import { readIndexes, readPolicies, readTriggers } from './read-rules.ts'
import { roleName } from './role-name.ts'
import type { Scope } from './scope.ts'

interface Table {
  oid: number
  name: string
  owner: string
  /** What stands before and after the list of columns. */
  create: string
  end: string
  secured: boolean
  forced: boolean
}

/** One line of SQL that belongs to the table with this oid. */
export interface TableLine {
  oid: number
  line: string
}

/** Each table with its columns and constraints, then its indexes, triggers, row level security and grants. */
export async function readTables(tx: postgres.TransactionSql, scope: Scope): Promise<string[]> {
  const tables = await tx<Table[]>`
    select c.oid, c.oid::regclass::text as name, ${roleName(tx, tx`relowner`)} as owner,
      case relpersistence when 'u' then 'create unlogged table' else 'create table' end as create,
      concat(' partition by ' || pg_get_partkeydef(c.oid), ' with (' || array_to_string(reloptions, ', ') || ')') as end,
      relrowsecurity as secured, relforcerowsecurity as forced
    from pg_class c join pg_namespace n on n.oid = relnamespace
    where relkind in ('r', 'p') and nspname = any (${[...scope.schemas]}) order by nspname, relname`
  const grants = await readGrants(tx, scope)
  const parts = [...(await readColumns(tx)), ...(await readConstraints(tx))]
  const rules = [...(await readIndexes(tx)), ...(await readTriggers(tx))]
  const policies = await readPolicies(tx)
  return tables.map((table) => {
    const own = (lines: TableLine[]) =>
      lines.filter(({ oid }) => oid === table.oid).map(({ line }) => lowerKeywords(line))
    const granted = grants.filter(({ kind, oid }) => kind === 'relation' && oid === table.oid)
    const body = own(parts).map((line) => `  ${line}`)
    return [
      `${table.create} ${table.name} (\n${body.join(',\n')}\n)${table.end};`,
      ...own(rules),
      ...ownerAndSecurity(table),
      ...own(policies),
      ...grantStatements(granted, table.name),
      '',
    ].join('\n')
  })
}

function ownerAndSecurity({ name, owner, secured, forced }: Table): string[] {
  const changes = [
    ...(owner === 'owner' ? [] : [`owner to ${owner}`]),
    ...(secured ? ['enable row level security'] : []),
    ...(forced ? ['force row level security'] : []),
  ]
  return changes.length > 0 ? [`alter table ${name} ${changes.join(', ')};`] : []
}
