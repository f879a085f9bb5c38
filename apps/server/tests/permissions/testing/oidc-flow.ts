import { must } from '@duck/protocol'
import { expect } from 'vitest'
import type { Claims, IdentityProvider } from '../../testing/identity-provider.ts'
import { Browser } from './browser.ts'

export const PUBLIC = 'https://duck.example'

/** Asks to be sent to the provider; where to. */
export async function begin(browser: Browser): Promise<URL> {
  const body = { provider: 'oidc', callbackURL: '/here', errorCallbackURL: '/sorry' }
  const { status, text } = await browser.post('/api/auth/sign-in/social', body)
  expect(status, text).toBe(200)
  return new URL((JSON.parse(text) as { url: string }).url)
}

/** Lets the provider sign its person in; where it sends the browser back to. */
export async function visit(url: URL): Promise<URL> {
  const there = new Browser(url.origin, url.origin)
  let at = url
  while (at.origin !== PUBLIC) {
    const { headers, status, text } = await there.get(at.pathname + at.search)
    at = new URL(must(headers.location as string | undefined, `${status} ${text}`), at)
  }
  return at
}

/** The whole way, as `claims`; where it ends. */
export async function signInBy(
  provider: IdentityProvider,
  browser: Browser,
  claims: Claims,
): Promise<string> {
  provider.person = claims
  const back = await visit(await begin(browser))
  const { status, headers } = await browser.get(back.pathname + back.search)
  expect(status).toBe(302)
  return String(headers.location)
}

export async function me(
  browser: Browser,
): Promise<{ id: string; email: string; name: string; isGuest: boolean; isOperator: boolean } | null> {
  const { status, text } = await browser.get('/trpc/user.me')
  return status === 200 ? JSON.parse(text).result.data : null
}
