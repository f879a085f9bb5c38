import { createHash } from 'node:crypto'
import { type AuthDb, countRequest, findLink, hasPassword, proveAddress } from '@duck/store'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { PASSWORD_TRIES } from './rate-rules.ts'

interface Door {
  db: AuthDb
  /** Whether one may go on as a guest. */
  guests: boolean
  /** The requests that came with a password, which better-auth then checks. */
  withPassword: WeakSet<Request>
}

/** What is asked before better-auth sees a call. */
export function beforeCall({ db, guests, withPassword }: Door) {
  return createAuthMiddleware(async (ctx) => {
    if (ctx.path === '/sign-in/anonymous' && !guests)
      throw new APIError('FORBIDDEN', { code: 'NO_GUESTS', message: 'This place takes no guests.' })
    if (ctx.path === '/sign-in/email') await limitTries(db, textIn(ctx.body, 'email'))
    if (ctx.path === '/reset-password') await proveByLink(db, textIn(ctx.body, 'token'))
    if (ctx.path === '/delete-user' && ctx.request && textIn(ctx.body, 'password') !== '')
      withPassword.add(ctx.request)
  })
}

/**
 * Whoever has a password is deleted with it only. It is asked once it is known who is to go: the hooks before a call see nobody
 * who shows a token.
 */
export async function requirePassword(
  { db, withPassword }: Pick<Door, 'db' | 'withPassword'>,
  userId: string,
  request: Request | undefined,
): Promise<void> {
  if (request && withPassword.has(request)) return
  if (await hasPassword(db, userId))
    throw new APIError('BAD_REQUEST', { code: 'PASSWORD_REQUIRED', message: 'The password is missing.' })
}

/**
 * Whoever has the link has the address. It is proven before the password is set, so that no kill in between leaves somebody
 * else's keys with a password that works.
 */
async function proveByLink(db: AuthDb, token: string): Promise<void> {
  // better-auth would take one from the URL as well, where it would stand in logs.
  const userId = token === '' ? null : await findLink(db, 'reset-password', token)
  if (!userId) throw new APIError('BAD_REQUEST', { code: 'INVALID_TOKEN', message: 'The link is used up.' })
  await proveAddress(db, userId)
}

/** Guesses may come from many addresses. */
async function limitTries(db: AuthDb, email: string): Promise<void> {
  const digest = createHash('sha256').update(email.toLowerCase()).digest('base64url')
  const { window: seconds, max: most } = PASSWORD_TRIES
  const wait = await countRequest(db, { key: `password ${digest}`, most, seconds })
  if (wait > 0)
    throw new APIError(
      'TOO_MANY_REQUESTS',
      { code: 'TOO_MANY_TRIES', message: 'Too many tries.' },
      { 'retry-after': String(wait) },
    )
}

function textIn(body: unknown, key: string): string {
  if (typeof body !== 'object' || body === null) return ''
  const value: unknown = Reflect.get(body, key)
  return typeof value === 'string' ? value : ''
}
