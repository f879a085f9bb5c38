import type postgres from 'postgres'

/** A piece of a statement: the name of the role with this oid. Who migrated is `owner`, oid 0 `public`. */
export function roleName(tx: postgres.TransactionSql, oid: postgres.Fragment): postgres.Fragment {
  return tx`case ${oid} when 0 then 'public' when ${ownerOid(tx)} then 'owner'
    else quote_ident(pg_get_userbyid(${oid})) end`
}

/** Who migrated made the table that records it. */
export function ownerOid(tx: postgres.TransactionSql): postgres.Fragment {
  return tx`coalesce(
    (select relowner from pg_class where oid = to_regclass('duck_migrations')), current_user::regrole::oid)`
}
