import { createHash } from 'node:crypto'
import type { Actor } from '@duck/chat'
import { type AuthDb, findApiKey, findSignIn, type Identity } from '@duck/store'
import type { AuthSettings } from './auth-settings.ts'
import { type Credential, credentialOf } from './credential-of.ts'
import type { Installation } from './installation.ts'

export interface IdentitiesOptions {
  db: AuthDb
  installation: Installation
  settings: Pick<AuthSettings, 'mode' | 'operators'>
  /** Monotonic, milliseconds. */
  now?: () => number
}

interface Shown {
  authorization?: string | undefined
  cookie?: string | undefined
}

interface Keyed {
  credential: Credential
  key: string
}

interface Known {
  identity: Promise<Identity | null>
  userId: string | null
  until: number
}

// From when the look-up began, so that what is revoked meanwhile is good for less than 5 s.
const GOOD_FOR_MS = 4_000
const MOST_KNOWN = 10_000

/** Whom requests are from. What the database says of a credential is taken for true for 4 s, or until it is revoked. */
export class Identities {
  readonly #options: IdentitiesOptions
  readonly #now: () => number
  readonly #known = new Map<string, Known>()
  /** What a request shows is read once, however often it is asked whose it is. */
  readonly #shown = new WeakMap<Shown, Keyed | null>()

  constructor(options: IdentitiesOptions) {
    this.#options = options
    this.#now = options.now ?? (() => performance.now())
  }

  /**
   * Null when the headers show nothing that is good.
   *
   * @throws SERVICE_UNAVAILABLE when the database cannot be asked.
   */
  async find(headers: Shown): Promise<Actor | null> {
    const shown = this.#read(headers)
    const identity = shown && (await this.#identityOf(shown))
    return identity && { ...actorOf(identity), isOperator: this.#isOperator(identity) }
  }

  /** Whose the headers were when they were last looked up; null when that is not known. It lets nobody in. */
  lastKnown(headers: Shown): string | null {
    const shown = this.#read(headers)
    return (shown && this.#known.get(shown.key)?.userId) ?? null
  }

  /** The next request of the user is looked up anew. */
  forget(userId: string): void {
    for (const [key, known] of this.#known) if (known.userId === userId) this.#known.delete(key)
  }

  #read(headers: Shown): Keyed | null {
    const read = this.#shown.get(headers)
    if (read !== undefined) return read
    const credential = credentialOf(headers, this.#options.installation)
    const shown = credential && { credential, key: keyOf(credential) }
    this.#shown.set(headers, shown)
    return shown
  }

  #identityOf({ credential, key }: Keyed): Promise<Identity | null> {
    const known = this.#known.get(key)
    if (known && known.until > this.#now()) return known.identity
    const made = this.#lookUp(credential)
    this.#known.delete(key)
    this.#known.set(key, made)
    this.#dropOldest()
    made.identity.then(
      (identity) => {
        made.userId = identity?.userId ?? null
      },
      // The next one asks again.
      () => this.#known.delete(key),
    )
    return made.identity
  }

  #lookUp({ kind, secret }: Credential): Known {
    const until = this.#now() + GOOD_FOR_MS
    const identity = (kind === 'api-key' ? findApiKey : findSignIn)(this.#options.db, secret)
    return { identity, userId: null, until }
  }

  #dropOldest(): void {
    const [oldest] = this.#known.keys()
    if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest)
  }

  #isOperator({ email, emailVerified, isFirstGuest }: Identity): boolean {
    const { mode, operators } = this.#options.settings
    if (mode === 'local') return isFirstGuest
    // Whoever signs up can name any address; only a proven one counts.
    return email !== null && emailVerified && operators.has(email)
  }
}

function actorOf({ userId, credentialId }: Identity): Actor {
  return { userId, credentialId }
}

/** No secret is kept in memory for longer than its request. */
function keyOf({ kind, secret }: Credential): string {
  return createHash('sha256').update(`${kind} ${secret}`).digest('base64')
}
