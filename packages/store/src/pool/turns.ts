import { DuckError } from '@duck/protocol'
import { isLockTimeout } from '../errors.ts'
import { Permits } from './permits.ts'

// One holds the session's lock, the next already waits for it in Postgres.
const AT_ONCE = 2
const MOST_WAITING = 1_000

/**
 * Turns of the writers of one session in this process: few are in Postgres at once, the others wait here, where they
 * hold no connection. When one finds the session held by someone else, those behind it are told so too: they have
 * waited as long.
 */
export class Turns {
  readonly #sessions = new Map<string, Permits>()
  readonly #refusal: () => DuckError

  /** `refusal` is what they get who wait too long for their turn. */
  constructor(refusal = sessionBusy) {
    this.#refusal = refusal
  }

  /** How many sessions have somebody in turn now. */
  get size(): number {
    return this.#sessions.size
  }

  /** @throws the refusal after `withinMs`, or what the work throws. */
  async take<Result>(sessionId: string, withinMs: number, work: () => Promise<Result>): Promise<Result> {
    const permits = this.#sessions.get(sessionId) ?? this.#newPermits()
    this.#sessions.set(sessionId, permits)
    try {
      using _turn = await permits.acquire(withinMs)
      return await refusingThoseBehind(permits, work)
    } finally {
      const { inUse, waiting } = permits.use()
      if (inUse + waiting === 0) this.#sessions.delete(sessionId)
    }
  }

  #newPermits(): Permits {
    return new Permits({ size: AT_ONCE, mostWaiting: MOST_WAITING, refusal: this.#refusal })
  }
}

/** While the turn is still held: given back, it would send the next one to wait at the same lock. */
async function refusingThoseBehind<Result>(permits: Permits, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (isLockTimeout(error)) permits.refuseWaiting(error)
    throw error
  }
}

/** What a call gets when someone else holds its session for too long. */
export function sessionBusy(): DuckError {
  return new DuckError('SERVICE_UNAVAILABLE', 'The session is busy.', {
    reason: 'session-busy',
    retryAfterMs: 500,
  })
}
