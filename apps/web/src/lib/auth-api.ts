import { type Person, personIn } from './person.ts'

const CALL_TIMEOUT_MS = 20_000

/** Why the server refused something about accounts. */
export class AuthError extends Error {
  override readonly name = 'AuthError'
  /** A word for programs, as `INVALID_EMAIL_OR_PASSWORD`; '' when the answer was not the server's. */
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, message: string) {
    super(message)
    this.code = code
    this.status = status
  }
}

/** The calls below `/api/auth`. Each throws an `AuthError` when it is refused, and a TypeError without an answer. */
export const authApi = {
  /** Who this browser is signed in as. */
  person: async (): Promise<Person | null> => personIn(await call('get-session')),
  asGuest: () => call('sign-in/anonymous', {}),
  signIn: (email: string, password: string) => call('sign-in/email', { email, password }),
  signUp: (name: string, email: string, password: string) => call('sign-up/email', { name, email, password }),
  signOut: () => call('sign-out', {}),
  changeName: (name: string) => call('update-user', { name }),
  changePassword: (currentPassword: string, newPassword: string) =>
    call('change-password', { currentPassword, newPassword, revokeOtherSessions: true }),
  resetPassword: (token: string, newPassword: string) => call('reset-password', { token, newPassword }),
  deleteUser: (password: string | null) => call('delete-user', password === null ? {} : { password }),
  openLink: (token: string) => call('link', { token }),
  /** The address of the other provider's own sign-in page. */
  async providerUrl(): Promise<string> {
    const here = `${location.origin}/`
    const answer = await call('sign-in/social', {
      provider: 'oidc',
      callbackURL: here,
      errorCallbackURL: here,
    })
    const url = field(answer, 'url')
    if (typeof url !== 'string') throw new AuthError('', 200, 'The server named no address.')
    return url
  },
}

async function call(path: string, body?: object): Promise<unknown> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(`/api/auth/${path}`, {
    ...(body ? post : {}),
    cache: 'no-store',
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  })
  const said: unknown = await answer.json().catch(() => null)
  if (answer.ok) return said
  const [code, message] = [field(said, 'code'), field(said, 'message')]
  throw new AuthError(
    typeof code === 'string' ? code : '',
    answer.status,
    typeof message === 'string' ? message : `The server answered ${answer.status}.`,
  )
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined
}
