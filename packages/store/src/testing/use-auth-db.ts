import { must, uuidv7 } from '@duck/protocol'
import { useTestDatabase } from '@duck/testing/database'
import type postgres from 'postgres'
import { afterAll, beforeAll } from 'vitest'
import { type AuthDb, connectAuth } from '../auth/auth-db.ts'

export interface TestAuthDb {
  readonly db: AuthDb
  readonly authUrl: string
  /** A superuser's. */
  readonly url: string
  /** A superuser's, to look and to meddle. */
  readonly sql: postgres.Sql
  /** A new user, with that address or a guest; gives the id. */
  newPerson(email?: string): Promise<string>
  /** A new sign-in of the user; gives the token. */
  newSignIn(userId: string, lastsSeconds?: number): Promise<string>
}

/** A connected way to the accounts on the test file's own database. */
export function useAuthDb(): TestAuthDb {
  const database = useTestDatabase()
  let db: AuthDb | undefined
  beforeAll(() => {
    db = connectAuth(database.authUrl)
  })
  afterAll(() => db?.close())
  return {
    get db() {
      return must(db, 'the way to the accounts: it is there from beforeAll on')
    },
    get authUrl() {
      return database.authUrl
    },
    get url() {
      return database.url
    },
    get sql() {
      return database.sql
    },
    async newPerson(email) {
      const id = uuidv7()
      await database.sql`
        insert into auth.people (id, name, email, is_guest)
        values (${id}, ${email ?? 'Guest'}, ${email ?? `${id}@guest.invalid`}, ${email === undefined})`
      return id
    },
    async newSignIn(userId, lastsSeconds = 3600) {
      const token = uuidv7()
      await database.sql`
        insert into auth.sign_ins (id, user_id, token, expires_at)
        values (${uuidv7()}, ${userId}, ${token}, now() + make_interval(secs => ${lastsSeconds}))`
      return token
    },
  }
}
