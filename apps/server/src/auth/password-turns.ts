import { DuckError } from '@duck/protocol'
import { Permits } from '@duck/store'

/** What makes or checks a password's hash, which takes a core for a tenth of a second. */
const HASHING = new Set([
  '/sign-up/email',
  '/sign-in/email',
  '/change-password',
  '/reset-password',
  '/delete-user',
])
/** Fewer than there are connections: better-auth keeps one while it hashes, and others sign in beside. */
const AT_ONCE = 2
const MOST_WAITING = 200
const WAIT_MS = 2_000

/** Lets few hash at once; the others wait, before anything of theirs is done. */
export class PasswordTurns {
  readonly #permits = new Permits({ size: AT_ONCE, mostWaiting: MOST_WAITING, refusal: busy })

  /**
   * A turn for the call of that path below `/api/auth`; null where it needs none. An address waits behind its own.
   *
   * @throws SERVICE_UNAVAILABLE `busy` after 2 s.
   */
  async take(path: string, address: string): Promise<Disposable | null> {
    return HASHING.has(path) ? this.#permits.acquire(WAIT_MS, address) : null
  }
}

function busy(): DuckError {
  return new DuckError('SERVICE_UNAVAILABLE', 'Too many are signing in.', {
    reason: 'busy',
    retryAfterMs: 2_000,
  })
}
