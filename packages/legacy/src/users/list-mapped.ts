import { type AuthDb, entranceOf } from '@duck/store'
import type postgres from 'postgres'

/** An account that sessions of old users were given to. */
export interface MappedAccount {
  userId: string
  email: string
  oldUserIds: string[]
  /** Nobody can enter it yet. */
  isShut: boolean
}

/** The accounts that old users were mapped to, by address; those that are deleted since are left out. */
export async function listMappedAccounts(sql: postgres.Sql, accounts: AuthDb): Promise<MappedAccount[]> {
  const rows = await sql<Omit<MappedAccount, 'isShut'>[]>`
    select user_id as "userId", min(email) as email, array_agg(old_user_id order by old_user_id) as "oldUserIds"
    from legacy_users group by user_id`
  const listed: MappedAccount[] = []
  for (const row of rows) {
    const entrance = await entranceOf(accounts, row.userId)
    if (entrance) listed.push({ ...row, isShut: !entrance.isOpen })
  }
  return listed.toSorted((a, b) => (a.email < b.email ? -1 : 1))
}
