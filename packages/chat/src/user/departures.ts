import { DuckError } from '@duck/protocol'
import {
  addDeparture,
  adoptSessions,
  type Departure,
  deleteSession,
  endDeparture,
  listDepartures,
  listSessionIds,
  passOperatorOn,
  revokeAll,
} from '@duck/store'
import type { Chat } from '../context.ts'
import { faultOf } from '../fault.ts'
import { inherit } from './inherit.ts'

const EVERY_MS = 5_000
const AT_ONCE = 100

/**
 * Looks after what users leave who are gone: a guest who got an account hands everything over, a deleted user's sessions
 * are erased. It is noted first and done again until nobody can still write as that user, so that neither a kill nor a
 * call under way loses anything.
 */
export class Departures {
  readonly #chat: Chat
  #timer: NodeJS.Timeout | null = null
  #looking: Promise<void> = Promise.resolve()
  #erasing: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(chat: Chat) {
    this.#chat = chat
    this.#schedule()
  }

  /** The user is gone, to come back as `heir`, or for good. Every way to be signed in as them ends. */
  async depart(userId: string, heir: string | null): Promise<void> {
    const { accounts } = this.#chat
    await addDeparture(accounts.db, { userId, heir })
    const settling = this.#settle({ userId, heir, settled: false }).catch((error: unknown) =>
      this.#complain(error),
    )
    // To erase much takes long, and nobody sees it any more.
    if (heir !== null) await settling
    else this.#erasing = Promise.all([this.#erasing, settling])
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#looking
    await this.#erasing
  }

  #schedule(): void {
    if (this.#closed) return
    this.#timer = setTimeout(() => {
      this.#looking = this.#look()
        .catch((error: unknown) => this.#complain(error))
        .then(() => this.#schedule())
    }, EVERY_MS)
  }

  async #look(): Promise<void> {
    const { db } = this.#chat.accounts
    for (const departure of await listDepartures(db)) {
      if (this.#closed) return
      // One that cannot be done now keeps no other waiting.
      await this.#settleForGood(departure).catch((error: unknown) => this.#complain(error))
    }
  }

  async #settleForGood(departure: Departure): Promise<void> {
    await this.#settle(departure)
    if (departure.settled) await endDeparture(this.#chat.accounts.db, departure)
  }

  async #settle({ userId, heir }: Departure): Promise<void> {
    const { accounts, db, feed, peers } = this.#chat
    await revokeAll(accounts.db, userId)
    peers.tellSignedOut(userId)
    if (heir === null) return this.#erase(userId)
    await passOperatorOn(accounts.db, userId, heir)
    // So that tabs hear of what ends meanwhile.
    feed.inherit(userId, heir)
    const adopted = await adoptSessions(db, userId, heir)
    inherit(this.#chat, userId, heir)
    peers.tellHeir(userId, heir)
    if (adopted > 0) feed.publish(heir, { type: 'sessions-changed' })
  }

  async #erase(userId: string): Promise<void> {
    const { db } = this.#chat
    for (let after: string | null = null; ; ) {
      const sessionIds = await listSessionIds(db, userId, { after, limit: AT_ONCE })
      for (const sessionId of sessionIds) {
        if (this.#closed) return
        await this.#eraseSession(userId, sessionId)
      }
      if (sessionIds.length < AT_ONCE) return
      after = sessionIds.at(-1) ?? null
    }
  }

  async #eraseSession(userId: string, sessionId: string): Promise<void> {
    const { db, answers, peers } = this.#chat
    try {
      const running = await deleteSession(db, userId, sessionId, true)
      peers.tellStop(running.filter((streamId) => !answers.stop(streamId)))
    } catch (error) {
      // Another server erased it.
      if (!(error instanceof DuckError && error.code === 'NOT_FOUND')) throw error
    }
  }

  #complain(error: unknown): void {
    this.#chat.log.warn({ fault: faultOf(error) }, 'what a user left could not be looked after; tried again')
  }
}
