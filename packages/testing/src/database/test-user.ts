import { createHash } from 'node:crypto'
import { asAdmin } from './as-admin.ts'

/** The user that every prepared test database has; a test that needs others signs them in. */
export const TEST_USER = 'local'
/** An API key of that user. */
export const TEST_KEY = 'dk_the-api-key-of-the-user-of-the-tests'
/** What makes a call that user's. */
export const TEST_HEADERS = { authorization: `Bearer ${TEST_KEY}` }

/** Puts the user and the key into a database that is migrated already; as a superuser. */
export async function addTestUser(url: string): Promise<void> {
  const digest = createHash('sha256').update(TEST_KEY).digest()
  await asAdmin(url, async (sql) => {
    await sql`
      insert into auth.people (id, name, email, is_guest)
      values (${TEST_USER}, 'Tester', 'tester@guest.invalid', true)`
    await sql`
      insert into auth.api_keys (id, user_id, name, digest, last_four)
      values (${crypto.randomUUID()}, ${TEST_USER}, 'tests', ${digest}, ${TEST_KEY.slice(-4)})`
  })
}
