import { setTimeout as delay } from 'node:timers/promises'
import type { Db } from '../db.ts'
import { type Connection, openConnection } from '../pool/connection.ts'
import { within } from '../pool/within.ts'
import { NOTICE_CHANNEL, sendNotices } from './send-notices.ts'

export interface ListenOptions {
  /** Whose lifeline the connection is. */
  serverId: string
  /** What some server sent, this one's own too. */
  onNotice: (payload: string) => void
  /** Notices come from now on. */
  onUp: () => void
  /** Notices may be missed from now on; told once for each `onUp`, and at the start when there is no way to listen. */
  onDown: () => void
}

const PROOF_MS = 2_000
const PING_MS = 2_000
const RETRY_MS = [100, 250, 500, 1_000, 2_000]
const PROOF = 'proof '

/**
 * Hears the notices of the database's servers on a direct connection, which is also this server's lifeline. A
 * connection that is lost is replaced. That notices do come is proved by one to oneself.
 */
export class Listener {
  readonly #db: Db
  readonly #options: ListenOptions
  #closed = new AbortController()
  #up = false
  #running: Promise<void> = Promise.resolve()
  #proved: (() => void) | null = null

  constructor(db: Db, options: ListenOptions) {
    this.#db = db
    this.#options = options
  }

  /** Resolves once it listens, or the first try has failed. */
  async start(): Promise<void> {
    const { listenUrl } = this.#db
    if (listenUrl === null) return this.#options.onDown()
    const first = Promise.withResolvers<void>()
    this.#running = this.#keepListening(listenUrl, first.resolve)
    await first.promise
  }

  async close(): Promise<void> {
    this.#closed.abort()
    await this.#running
  }

  async #keepListening(url: string, tried: () => void): Promise<void> {
    const { signal } = this.#closed
    let told = false
    for (let failures = 0; !signal.aborted; failures++) {
      if (await this.#listen(url, tried)) failures = 0
      else if (!told) this.#options.onDown()
      told = true
      tried()
      const pause = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]
      await delay(pause, undefined, { signal }).catch(() => {})
    }
  }

  /** Listens until the connection is lost; whether it ever did. */
  async #listen(url: string, listening: () => void): Promise<boolean> {
    const lost = Promise.withResolvers<void>()
    const connection = openConnection({
      url,
      prepare: false,
      onNotify: (payload) => this.#hear(payload),
      onLost: lost.resolve,
    })
    try {
      await within(PROOF_MS, this.#setUp(connection), silent)
      this.#up = true
      this.#options.onUp()
      listening()
      await Promise.race([lost.promise, this.#ping(connection), aborted(this.#closed.signal)])
    } catch {
      // Lost, or never there: tried again.
    } finally {
      connection.cut()
    }
    const was = this.#up
    this.#up = false
    if (was && !this.#closed.signal.aborted) this.#options.onDown()
    return was
  }

  async #setUp({ sql }: Connection): Promise<void> {
    await sql.unsafe(`listen ${NOTICE_CHANNEL}`)
    const proved = new Promise<void>((resolve) => {
      this.#proved = resolve
    })
    await sendNotices(this.#db, [PROOF + this.#options.serverId])
    await proved
    // Only now: through a pooler it would be the lifeline of whoever uses the connection next.
    await sql`select hold_lifeline(${this.#options.serverId})`
  }

  #hear(payload: string): void {
    if (!payload.startsWith(PROOF)) this.#options.onNotice(payload)
    else if (payload === PROOF + this.#options.serverId) this.#proved?.()
  }

  /** Rejects once the connection is silent: a line that was cut says nothing by itself. */
  async #ping({ sql }: Connection): Promise<void> {
    const { signal } = this.#closed
    while (!signal.aborted) {
      await delay(PING_MS, undefined, { signal, ref: false })
      await within(PROOF_MS, sql`select 1`, silent)
    }
  }
}

function silent(): Error {
  return new Error('the connection to listen on is silent')
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
