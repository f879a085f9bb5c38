import { DuckError } from '@duck/protocol'
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

  /** @throws SERVICE_UNAVAILABLE after `withinMs`, or what the work throws. */
  async take<Result>(sessionId: string, withinMs: number, work: () => Promise<Result>): Promise<Result> {
    const permits = this.#sessions.get(sessionId) ?? new Permits(AT_ONCE, MOST_WAITING)
    this.#sessions.set(sessionId, permits)
    try {
      using _turn = await permits.acquire(withinMs)
      return await work()
    } catch (error) {
      if (error instanceof DuckError && error.facts.reason === 'session-busy') permits.refuseWaiting(error)
      throw error
    } finally {
      const { inUse, waiting } = permits.use()
      if (inUse + waiting === 0) this.#sessions.delete(sessionId)
    }
  }
}
