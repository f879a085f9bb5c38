import { createTestClient } from '@duck/testing/app'
import { type Answer, postJson } from './ask.ts'
import {
  type Account,
  anyAddress,
  type Credential,
  credentialIn,
  PASSWORD,
  signInAgain,
  signInBy,
} from './people.ts'

/** Something that somebody is signed in with, and what ends it. */
export interface Ending {
  shown: Record<string, string>
  end: () => Promise<unknown>
}

export interface Place {
  url: string
  user: Account
  /** Somebody who runs the place. */
  operator: Credential
}

type Prepare = (place: Place) => Promise<Ending>

const NEW = 'another horse battery staple'

/** Every way in which what somebody is signed in with comes to its end. */
export const ENDINGS: Record<string, Prepare> = {
  'signing out': async ({ url, user }) => {
    const shown = { ...(await signInAgain(url, user.credential)) }
    return { shown, end: () => auth(url, 'sign-out', {}, shown) }
  },
  'signing out in a browser': async ({ url, user }) => {
    const shown = await signInBrowser(url, user)
    return { shown, end: () => auth(url, 'sign-out', {}, shown) }
  },
  'signing in again in the same browser': async ({ url, user: { email, credential } }) => {
    const shown = await signInBrowser(url, { email, credential })
    return { shown, end: () => auth(url, 'sign-in/email', { email, password: PASSWORD }, shown) }
  },
  'opening a link in the same browser': async ({ url, user }) => {
    const shown = await signInBrowser(url, user)
    const { rpc, close } = createTestClient(url, { ...user.credential })
    const link = new URL((await rpc.user.link.mutate()).url)
    await close()
    return { shown, end: () => auth(url, 'link', { token: link.hash.slice(1) }, shown) }
  },
  'revoking a sign-in': async ({ url, user }) => {
    const shown = { ...(await signInAgain(url, user.credential)) }
    const { rpc, close } = createTestClient(url, { ...user.credential })
    const [signIn] = (await rpc.signIn.list.query()).signIns
    await close()
    return { shown, end: () => trpc(url, 'signIn.revoke', { id: signIn?.id }, user.credential) }
  },
  'revoking an API key': async ({ url, user }) => {
    const { rpc, close } = createTestClient(url, { ...user.credential })
    const { apiKey, key } = await rpc.apiKey.create.mutate({ name: 'key' })
    await close()
    const shown = { authorization: `Bearer ${key}` }
    return { shown, end: () => trpc(url, 'apiKey.revoke', { id: apiKey.id }, user.credential) }
  },
  'ending all other sign-ins': async ({ url, user }) => {
    const shown = { ...(await signInAgain(url, user.credential)) }
    return { shown, end: () => auth(url, 'revoke-other-sessions', {}, { ...user.credential }) }
  },
  'a changed password': async ({ url, user }) => {
    const shown = { ...(await signInAgain(url, user.credential)) }
    const body = { currentPassword: PASSWORD, newPassword: NEW, revokeOtherSessions: true }
    return { shown, end: () => auth(url, 'change-password', body, { ...user.credential }) }
  },
  'a password set by a link': async ({ url, user, operator }) => ({
    shown: { ...user.credential },
    async end() {
      const { rpc, close } = createTestClient(url, { ...operator })
      const link = new URL((await rpc.user.resetLink.mutate({ userId: user.userId })).url)
      await close()
      return auth(url, 'reset-password', { token: link.hash.slice(1), newPassword: NEW }, {})
    },
  }),
  'deleting the account': async ({ url, user }) => ({
    shown: { ...user.credential },
    end: () => auth(url, 'delete-user', { password: PASSWORD }, { ...user.credential }),
  }),
  'deleting the account, for its API keys': async ({ url, user }) => {
    const { rpc, close } = createTestClient(url, { ...user.credential })
    const { key } = await rpc.apiKey.create.mutate({ name: 'key' })
    await close()
    const end = () => auth(url, 'delete-user', { password: PASSWORD }, { ...user.credential })
    return { shown: { authorization: `Bearer ${key}` }, end }
  },
}

/** A browser's cookie. */
export async function signInBrowser(
  url: string,
  user: Pick<Account, 'email' | 'credential'>,
): Promise<{ cookie: string }> {
  const answer = await signInBy(url, { email: user.email, password: PASSWORD })
  credentialIn(answer)
  return { cookie: cookieIn(answer) }
}

/** What a browser that got the answer sends back: of each name what was set last, unless that removed it. */
export function cookieIn({ headers }: Answer): string {
  const kept = new Map<string, string>()
  for (const cookie of [headers['set-cookie'] ?? []].flat()) {
    const [pair = ''] = cookie.split(';')
    const name = pair.slice(0, pair.indexOf('='))
    if (cookie.includes('Max-Age=0;')) kept.delete(name)
    else kept.set(name, pair)
  }
  return [...kept.values()].join('; ')
}

async function auth(url: string, path: string, body: object, headers: Record<string, string>): Promise<void> {
  const answer = await postJson(`${url}/api/auth/${path}`, body, { ...anyAddress(), ...headers })
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`)
}

async function trpc(url: string, name: string, input: object, credential: Credential): Promise<void> {
  const answer = await postJson(`${url}/trpc/${name}`, input, { ...credential })
  if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${answer.text}`)
}
