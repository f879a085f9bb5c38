import { must } from '@duck/protocol'

/** The old app's users, two of whom have one address. */
export const OLD_USERS = ['old-user-1', 'old-user-2', 'old-user-3', 'old-user-4'] as const

const ADDRESSES: Record<string, string> = {
  'old-user-1': 'ann@example.org',
  'old-user-2': 'bo@example.org',
  'old-user-3': 'cy@example.org',
  'old-user-4': 'Ann@example.org',
}

/** What `duck legacy users --csv` takes. */
export const USERS_CSV = [
  'user_id,email,name',
  ...OLD_USERS.map((id) => `${id},${ADDRESSES[id]},User of ${id}`),
].join('\n')

/** The address of the account that an old user's sessions are given to. */
export function addressOf(oldUserId: string): string {
  return must(ADDRESSES[oldUserId], `the address of ${oldUserId}`).toLowerCase()
}

/** A way to call the server as somebody. */
export type Headers = Record<string, string>

/** Opens an account with the link that was printed for it. */
export async function openAccount(url: string, email: string, link: string): Promise<Headers> {
  const password = `a long enough password of ${email}`
  await post(url, 'reset-password', { token: new URL(link).hash.slice(1), newPassword: password })
  const { token } = await post(url, 'sign-in/email', { email, password })
  return { authorization: `Bearer ${must(token, `a sign-in of ${email}`)}` }
}

async function post(url: string, path: string, body: object): Promise<{ token?: string }> {
  const response = await fetch(`${url}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`)
  return (await response.json()) as { token?: string }
}
