import type postgres from 'postgres'
import { CameBetween, inCommit } from './in-commit.ts'

/** To whom an old user's sessions go. */
export interface Gift {
  oldUserId: string
  userId: string
  email: string
}

/**
 * Gives all sessions of an old user to an account and notes which, in one commit. Repeating it gives those that were made
 * since.
 *
 * @returns how many; null when somebody held one of them all the time.
 */
export function giveSessions(sql: postgres.Sql, gift: Gift): Promise<number | null> {
  return inCommit(sql, (tx) => give(tx, gift))
}

async function give(tx: postgres.TransactionSql, { oldUserId, userId, email }: Gift): Promise<number> {
  await tx`
    insert into legacy_users (old_user_id, user_id, email) values (${oldUserId}, ${userId}, ${email})
    on conflict (old_user_id) do update
      set user_id = excluded.user_id, email = excluded.email, mapped_at = now()
      where legacy_users.user_id <> excluded.user_id`
  await tx`set local role duck_reader`
  const rows = await tx<{ id: string }[]>`select id from chat_sessions where user_id = ${oldUserId}`
  await tx`reset role`
  const ids = rows.map(({ id }) => id)
  await tx`
    insert into legacy_user_sessions (session_id, old_user_id)
    select id, ${oldUserId} from unnest(${ids}::text[]) id
    on conflict (session_id) do update set old_user_id = excluded.old_user_id`
  const [row] = await tx<{ given: number }[]>`select adopt_sessions(${oldUserId}, ${userId}) as given`
  const given = row?.given ?? 0
  // A session that was made between noting and giving would not be in the note; one that was deleted, in it for nothing.
  if (given !== ids.length) throw new CameBetween()
  return given
}
