import type postgres from 'postgres'
import { lowerKeywords } from './lower-keywords.ts'
import { type Grant, readGrants } from './read-grants.ts'
import { roleName } from './role-name.ts'
import type { Scope } from './scope.ts'
import { wrapComment } from './wrap-comment.ts'

interface Routine {
  oid: number
  signature: string
  result: string
  traits: string
  settings: string[]
}

/** Each function as a comment: its signature, how and as whom it runs, its settings, and who may execute it. */
export async function readFunctions(tx: postgres.TransactionSql, scope: Scope): Promise<string[]> {
  const grants = await readGrants(tx, scope)
  const lines = (await readRoutines(tx, scope)).flatMap(({ oid, signature, result, traits, settings }) => {
    const own = grants.filter((grant) => grant.kind === 'function' && grant.oid === oid)
    return [
      wrapComment(lowerKeywords(`-- ${signature} → ${result}`)),
      wrapComment(`--   ${[traits, ...settings, `execute: ${executors(own)}`].join('; ')}`),
    ]
  })
  return lines.length > 0 ? [`${lines.join('\n')}\n`] : []
}

function executors(grants: Grant[]): string {
  const names = grants.map(({ verb, grantable, role }) =>
    verb === 'revoke' ? 'not its owner' : `${role}${grantable ? ' with grant option' : ''}`,
  )
  return names.join(', ') || 'its owner'
}

async function readRoutines(tx: postgres.TransactionSql, { schemas }: Scope): Promise<Routine[]> {
  return await tx<Routine[]>`
    select p.oid,
      format('%s%s(%s)', case prokind when 'p' then 'procedure ' when 'a' then 'aggregate ' end,
        concat(case when not pg_function_is_visible(p.oid) then quote_ident(nspname) || '.' end, quote_ident(proname)), pg_get_function_arguments(p.oid)) as signature,
      coalesce(pg_get_function_result(p.oid), 'nothing') as result,
      concat_ws(' ', lanname, case provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
        case when proisstrict then 'strict' end, case when proleakproof then 'leakproof' end,
        case proparallel when 's' then 'parallel safe' when 'r' then 'parallel restricted' end,
        case when procost <> 100 then 'cost ' || procost end,
        case when prorows not in (0, 1000) then 'rows ' || prorows end,
        case when prosecdef then 'security definer' end,
        case when owner <> 'owner' or prosecdef then 'of ' || owner end) as traits,
      array(select 'set ' || regexp_replace(setting, '=', ' = ') from unnest(proconfig) as setting
        order by setting collate "C") as settings
    from pg_proc p
    join pg_namespace n on n.oid = pronamespace
    join pg_language l on l.oid = prolang
    cross join lateral (select ${roleName(tx, tx`proowner`)} as owner) o
    where nspname = any (${[...schemas]})
      and not exists (select from pg_depend where objid = p.oid and classid = 'pg_proc'::regclass and deptype = 'e')
    order by nspname, proname, pg_get_function_identity_arguments(p.oid) collate "C"`
}
