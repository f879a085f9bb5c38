/**
 * What of better-auth there is a use for, as it stands below `/api/auth`. The rest is closed, and so is what a later
 * version brings: some of it shows tokens or takes them in a URL, some of it passes by what we do when a sign-in ends.
 */
export const OPEN_PATHS: ReadonlySet<string> = new Set([
  '/sign-in/anonymous',
  '/sign-in/email',
  '/sign-in/social',
  '/sign-up/email',
  '/callback/oidc',
  '/link',
  '/get-session',
  '/sign-out',
  '/revoke-sessions',
  '/revoke-other-sessions',
  '/list-accounts',
  '/update-user',
  '/change-password',
  '/reset-password',
  '/delete-user',
])
