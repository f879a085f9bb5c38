import type { BetterAuthPlugin } from 'better-auth'
import { createAuthMiddleware } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'

/**
 * One browser has one sign-in: a new one ends what it had, but a guest's, whose sessions are handed over first. Stands after
 * the plugins that look at what the browser had: where that is over they remove the cookie, which is the new one by then.
 */
export const oneSignIn = {
  id: 'duck-one-sign-in',
  hooks: {
    after: [
      {
        matcher: () => true,
        handler: createAuthMiddleware(async (ctx) => {
          const { authCookies, internalAdapter, newSession, secret } = ctx.context
          if (!newSession) return
          await setSessionCookie(ctx, newSession)
          const before = await ctx.getSignedCookie(authCookies.sessionToken.name, secret)
          if (!before || before === newSession.session.token) return
          const old = await internalAdapter.findSession(before)
          if (old && old.user.isAnonymous !== true) await internalAdapter.deleteSession(before)
        }),
      },
    ],
  },
} satisfies BetterAuthPlugin
