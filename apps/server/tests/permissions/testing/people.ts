import { randomInt } from 'node:crypto'
import { must } from '@duck/protocol'
import { type Answer, postJson } from './ask.ts'

/** What makes calls somebody's. */
export interface Credential {
  authorization: string
}

export interface Account {
  userId: string
  email: string
  credential: Credential
}

let last: Promise<unknown> = Promise.resolve()
export const PASSWORD = 'correct horse battery staple'

/** Where the server trusts this machine as a proxy: another caller's address each time, so that no limit is met. */
export function anyAddress(): { 'x-forwarded-for': string } {
  return { 'x-forwarded-for': `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}` }
}

/** Signs somebody up; `name` also makes the address. */
export async function signUp(url: string, name: string): Promise<Account> {
  const email = `${name}@people.example`
  const body = { name, email, password: PASSWORD }
  const answer = await inTurn(() => postJson(`${url}/api/auth/sign-up/email`, body, anyAddress()))
  const { user } = JSON.parse(answer.text) as { user: { id: string } }
  return { userId: user.id, email, credential: credentialIn(answer) }
}

/** One after the other: the hashes of a few passwords are all that a machine of CI can do at once. */
function inTurn<Result>(send: () => Promise<Result>): Promise<Result> {
  const turn = last.then(send)
  last = turn.catch(() => {})
  return turn
}

/** The token that an answer of `/api/auth` came with. */
export function credentialIn({ status, headers, text }: Answer): Credential {
  const token = headers['set-auth-token']
  if (status !== 200) throw new Error(`Nobody is signed in: ${status} ${text}`)
  return { authorization: `Bearer ${String(must(token, 'a token'))}` }
}

/** Signs somebody in with their password. */
export function signInBy(url: string, body: { email: string; password: string }): Promise<Answer> {
  return inTurn(() => postJson(`${url}/api/auth/sign-in/email`, body, anyAddress()))
}

/** Signs the same user in once more, by a one-time link. */
export async function signInAgain(url: string, credential: Credential): Promise<Credential> {
  const made = await postJson(`${url}/trpc/user.link`, {}, { ...credential })
  const link = (JSON.parse(made.text) as { result: { data: { url: string } } }).result.data.url
  const token = new URL(link).hash.slice(1)
  return credentialIn(await postJson(`${url}/api/auth/link`, { token }, anyAddress()))
}
