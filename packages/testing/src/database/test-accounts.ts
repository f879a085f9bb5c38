import { type AuthDb, connectAuth } from '@duck/store'

/** What `startChat` wants to know of accounts, on a test's own database. */
export interface TestAccounts {
  db: AuthDb
  options: { mode: 'local' | 'accounts'; guests: boolean; oidc: null }
  publicUrl: () => string
}

/** Where everybody is a guest; close its `db` after the chat. */
export function testAccounts(authUrl: string, mode: 'local' | 'accounts' = 'local'): TestAccounts {
  const db = connectAuth(authUrl)
  return { db, options: { mode, guests: true, oidc: null }, publicUrl: () => 'http://duck.test' }
}
