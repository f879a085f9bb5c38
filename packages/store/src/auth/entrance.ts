import { type AuthDb, runAuth } from './auth-db.ts'

/** How an account can be entered. */
export interface Entrance {
  /** There is a password, a user of another provider, a sign-in or an API key. */
  isOpen: boolean
  /** Whoever can enter has proven that the account's address is theirs. */
  isProven: boolean
}

/** How the user's account can be entered; null when there is none with that id. */
export async function entranceOf(db: AuthDb, userId: string): Promise<Entrance | null> {
  const [row] = await runAuth(
    db,
    (sql) => sql<Entrance[]>`
      select email_verified as "isProven",
        exists (select from auth.credentials where user_id = p.id)
          or exists (select from auth.sign_ins where user_id = p.id and expires_at > now())
          or exists (select from auth.api_keys where user_id = p.id) as "isOpen"
      from auth.people p where id = ${userId}`,
  )
  return row ?? null
}
