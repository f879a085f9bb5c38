import { AsyncLocalStorage } from 'node:async_hooks'
import type { RunningChat } from '@duck/chat'
import { type DuckError, uuidv7 } from '@duck/protocol'
import { type AuthDb, authAdapter, SIGN_IN_SECONDS } from '@duck/store'
import { betterAuth } from 'better-auth/minimal'
import { anonymous, bearer } from 'better-auth/plugins'
import type { AuthSettings } from './auth-settings.ts'
import { firstGuest } from './first-guest.ts'
import { beforeCall, requirePassword } from './hooks.ts'
import type { Installation } from './installation.ts'
import { linkPlugin } from './link-plugin.ts'
import { withoutTokens } from './oidc-config.ts'
import { oidcPlugin } from './oidc-plugin.ts'
import { oneSignIn } from './one-sign-in.ts'
import { OPEN_PATHS } from './open-paths.ts'
import { OTHER_RATE, RATE_RULES, rateStorage } from './rate-rules.ts'

export interface AuthOptions {
  db: AuthDb
  chat: Pick<RunningChat, 'depart' | 'signedOut'>
  installation: Installation
  settings: AuthSettings
}

/** better-auth, set up for us, below `/api/auth`. */
export interface Auth {
  /** @throws DuckError SERVICE_UNAVAILABLE when the database is away. */
  handle(request: Request): Promise<Response>
}

/** What a call met on its way. */
interface Noted {
  failure?: DuckError
}

/** The header in which we tell it the caller's address; whatever came under that name is removed before. */
export const ADDRESS_HEADER = 'x-duck-address'
const GUEST_DOMAIN = 'guest.invalid'
/** Where it is served. */
export const BASE_PATH = '/api/auth'

export function createAuth({ db, chat, installation, settings }: AuthOptions): Auth {
  const failures = new AsyncLocalStorage<Noted>()
  const door = { db, guests: settings.guests, withPassword: new WeakSet<Request>() }
  const note = (failure: DuckError) => {
    const store = failures.getStore()
    if (store) store.failure = failure
  }
  const auth = betterAuth({
    appName: 'The Duck',
    ...(settings.publicUrl ? { baseURL: settings.publicUrl.origin } : {}),
    basePath: BASE_PATH,
    secret: installation.authSecret,
    database: authAdapter(db, note),
    telemetry: { enabled: false },
    // It would write addresses and tokens; what fails is told by `onFailure` and the answer.
    logger: { disabled: true },
    // What is no answer of its own goes to our error handler; else it would be printed whole, statements and all.
    onAPIError: { throw: true, errorURL: '/' },
    // Each look at who one is renews the cookie: that a call has renewed the sign-in tells nothing of that.
    session: { expiresIn: SIGN_IN_SECONDS, updateAge: 0, freshAge: 0 },
    user: {
      deleteUser: {
        enabled: true,
        async beforeDelete(user, request) {
          await requirePassword(door, user.id, request)
          await chat.depart(user.id, null)
        },
      },
    },
    emailAndPassword: {
      enabled: true,
      revokeSessionsOnPasswordReset: true,
      onPasswordReset: async ({ user }) => chat.signedOut(user.id),
    },
    verification: { storeIdentifier: 'hashed' },
    rateLimit: { enabled: true, ...OTHER_RATE, customRules: RATE_RULES, customStorage: rateStorage(db) },
    databaseHooks: {
      user: { create: { after: async (user) => firstGuest({ db, chat, mode: settings.mode }, user) } },
      account: { create: { before: withoutTokens }, update: { before: withoutTokens } },
      session: { delete: { after: async ({ userId }) => chat.signedOut(userId) } },
    },
    hooks: { before: beforeCall(door) },
    advanced: {
      cookiePrefix: installation.cookiePrefix,
      // Its own prefix would be `__Secure-`; ours is stricter.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: installation.secure, path: '/' },
      // The host's guard has looked at Origin and Sec-Fetch-Site already, and lets programs pass that send neither.
      disableCSRFCheck: true,
      // Where to go on afterwards is checked; said here, since better-auth leaves it out where it takes itself for tested.
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: () => uuidv7() },
    },
    plugins: [
      anonymous({
        emailDomainName: GUEST_DOMAIN,
        generateName: () => 'Guest',
        disableDeleteAnonymousUser: true,
        onLinkAccount: ({ anonymousUser, newUser }) => chat.depart(anonymousUser.user.id, newUser.user.id),
      }),
      oneSignIn,
      // It tells the token that is in the cookie by then.
      bearer(),
      linkPlugin(db),
      ...(settings.oidc ? [oidcPlugin(settings.oidc)] : []),
    ],
  })
  return {
    async handle(request) {
      if (!isOpen(request)) return new Response('Not Found', { status: 404 })
      const noted: Noted = {}
      const isAway = () => noted.failure?.code === 'SERVICE_UNAVAILABLE'
      try {
        const response = await failures.run(noted, () => auth.handler(request))
        if (response.status < 400 || !isAway()) return response
      } catch (error) {
        if (!isAway()) throw error
      }
      throw noted.failure
    },
  }
}

function isOpen({ url }: Request): boolean {
  const { pathname } = new URL(url)
  return pathname.startsWith(BASE_PATH) && OPEN_PATHS.has(pathname.slice(BASE_PATH.length))
}
