import { AuthError } from './auth-api.ts'
import { refusalWords } from './error-words.ts'

export const PASSWORD_CHARS = { least: 8, most: 128 } as const

const BY_CODE: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: 'The e-mail address or the password is not right.',
  INVALID_EMAIL: 'This is no e-mail address.',
  INVALID_PASSWORD: 'The password is not right.',
  INVALID_TOKEN: 'This link was used already, or has expired.',
  LINK_NOT_GOOD: 'This link was used already, or has expired.',
  NO_GUESTS: 'This place takes no guests.',
  PASSWORD_REQUIRED: 'The password is missing.',
  PASSWORD_TOO_SHORT: `The password is too short: at least ${PASSWORD_CHARS.least} characters.`,
  PASSWORD_TOO_LONG: `The password is too long: at most ${PASSWORD_CHARS.most} characters.`,
  USER_ALREADY_EXISTS: 'There is an account with this e-mail address. Sign in instead.',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'There is an account with this e-mail address. Sign in instead.',
  SESSION_NOT_FRESH: 'Sign in again first: it was too long ago.',
}

const TOO_MANY = 429

/** Why something about accounts did not work, in a sentence for people. */
export function authWords(error: unknown): string {
  if (error instanceof AuthError) {
    if (error.status === TOO_MANY) return 'Too many tries. Wait a minute and try again.'
    return BY_CODE[error.code] ?? error.message
  }
  if (error instanceof TypeError || error instanceof DOMException)
    return 'The server does not answer. Try again.'
  return refusalWords(error)
}
