import { type AuthDb, countRequest, forgetOldCounts } from '@duck/store'

interface Rule {
  /** Seconds. */
  window: number
  max: number
}

const MINUTE = 60

/** Requests of one address, below /api/auth; in every mode, counted for all servers together. */
export const RATE_RULES: Record<string, Rule> = {
  '/sign-in/anonymous': { window: MINUTE, max: 60 },
  '/sign-in/email': { window: MINUTE, max: 20 },
  '/sign-in/social': { window: MINUTE, max: 20 },
  '/sign-up/email': { window: MINUTE, max: 20 },
  '/change-password': { window: MINUTE, max: 10 },
  '/delete-user': { window: MINUTE, max: 10 },
  '/reset-password': { window: MINUTE, max: 60 },
  '/link': { window: MINUTE, max: 60 },
  '/get-session': { window: MINUTE, max: 600 },
}
/** Of everything else. */
export const OTHER_RATE: Rule = { window: MINUTE, max: 120 }
/** Tries of one account's password, from wherever. */
export const PASSWORD_TRIES: Rule = { window: 15 * MINUTE, max: 50 }

const TIDY_EVERY = 500

/** Counts in the database, exactly: better-auth's own count there never ends a window that is in use. */
export function rateStorage(db: AuthDb) {
  let calls = 0
  return {
    async consume(key: string, { window, max }: Rule) {
      calls++
      if (calls % TIDY_EVERY === 0) void forgetOldCounts(db).catch(() => {})
      const seconds = await countRequest(db, { key, most: max, seconds: window })
      return { allowed: seconds === 0, retryAfter: seconds === 0 ? null : seconds }
    },
  }
}
