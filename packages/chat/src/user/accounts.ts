import type { SignInOptions } from '@duck/protocol'
import type { AuthDb } from '@duck/store'

/** Who there may be, and how they come in. */
export interface Accounts {
  db: AuthDb
  options: SignInOptions
  /** Where people open the app, without a slash at the end. */
  publicUrl: () => string
}
