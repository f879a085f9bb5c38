import type postgres from 'postgres'
import { inCommit } from './in-commit.ts'

export interface Undone {
  oldUserId: string
  email: string
  /** Sessions that are the old user's again; null when somebody held one of them, and none is. */
  sessions: number | null
}

/**
 * Gives the sessions back to the old users they were taken from, one user a commit. Accounts stay, with what they made
 * themselves. `signal` ends it after the user under way.
 */
export async function undoUsers(sql: postgres.Sql, signal?: AbortSignal): Promise<Undone[]> {
  const users = await sql<{ oldUserId: string; email: string }[]>`
    select old_user_id as "oldUserId", email from legacy_users order by old_user_id`
  const undone: Undone[] = []
  for (const { oldUserId, email } of users) {
    if (signal?.aborted) break
    undone.push({ oldUserId, email, sessions: await inCommit(sql, (tx) => giveBack(tx, oldUserId)) })
  }
  return undone
}

async function giveBack(tx: postgres.TransactionSql, oldUserId: string): Promise<number> {
  const rows = await tx<{ id: string; userId: string }[]>`
    select session_id as id, user_id as "userId" from legacy_user_sessions join legacy_users using (old_user_id)
    where old_user_id = ${oldUserId} order by session_id`
  const ids = rows.map(({ id }) => id)
  await tx`set local role duck_writer`
  // In order, as whoever else takes several does.
  await tx`select from chat_sessions where id = any (${ids}::text[]) order by id for no key update`
  const given = await tx`
    update chat_sessions set user_id = ${oldUserId}
    where id = any (${ids}::text[]) and user_id = ${rows[0]?.userId ?? ''} returning id`
  await tx`reset role`
  await tx`delete from legacy_users where old_user_id = ${oldUserId}`
  return given.length
}
