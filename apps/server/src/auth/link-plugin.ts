import { type AuthDb, useLink } from '@duck/store'
import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'

const body = z.object({ token: z.string().min(1).max(200) })

/** `POST /link {token}`: signs a browser in as the user who made the one-time link. */
export function linkPlugin(db: AuthDb) {
  return {
    id: 'duck-link',
    endpoints: {
      openLink: createAuthEndpoint('/link', { method: 'POST', body }, async (ctx) => {
        const userId = await useLink(db, 'link', ctx.body.token)
        const user = userId && (await ctx.context.internalAdapter.findUserById(userId))
        if (!user)
          throw new APIError('BAD_REQUEST', { code: 'LINK_NOT_GOOD', message: 'The link is used up.' })
        const session = await ctx.context.internalAdapter.createSession(user.id)
        await setSessionCookie(ctx, { session, user })
        return ctx.json({ user: { id: user.id, name: user.name } })
      }),
    },
  } satisfies BetterAuthPlugin
}
