import { DuckError, type SyncEvent } from '@duck/protocol'
import type { Hint } from '../peers/notice.ts'
import { FanOut } from './fan-out.ts'
import { Inbox } from './inbox.ts'

/** A reader of a user's events. */
export interface Subscriber {
  userId: string
  inbox: Inbox
  /** Whose live text it wants; null for all of the user's sessions. */
  sessionIds: readonly string[] | null
}

/** An inbox that gets the user's events until it is disposed of, or the signal it was made with is aborted. */
export interface Subscription extends Disposable {
  inbox: Inbox
}

/** As many are told at once; more by and by. */
const AT_ONCE = 100
const ALL = ''
/** Far more than have an answer under way when they get an account. */
const MOST_HEIRS = 10_000

/** Carries sync events to every subscriber of a user. Publishing never waits and never fails. */
export class Feed {
  readonly #mostOfUser: number
  readonly #subscribers = new Map<string, Set<Subscriber>>()
  readonly #fanOut = new FanOut()
  readonly #heirs = new Map<string, string>()
  #tellOthers: (userId: string, event: Hint) => void = () => {}

  /** `mostOfUser` is how many feeds a user may have open. */
  constructor(mostOfUser = Number.POSITIVE_INFINITY) {
    this.#mostOfUser = mostOfUser
  }

  /** Whom to tell of what is published here. */
  toldBy(tellOthers: (userId: string, event: Hint) => void): void {
    this.#tellOthers = tellOthers
  }

  /** Tells the user's tabs, at this server and at the others. After the commit. */
  publish(userId: string, event: Hint): void {
    this.deliver(userId, event)
    this.#tellOthers(userId, event)
  }

  /** From now on what concerns the one user is told to the other. */
  inherit(userId: string, heir: string): void {
    const [oldest] = this.#heirs.keys()
    if (this.#heirs.size >= MOST_HEIRS && oldest !== undefined) this.#heirs.delete(oldest)
    this.#heirs.set(userId, heir)
  }

  /**
   * Tells the user's tabs at this server, and how many they may be. `sessionId` names the session of live text, so that only
   * those who show it get it.
   */
  deliver(userId: string, event: SyncEvent, sessionId?: string): number {
    const heir = this.#heirs.get(userId)
    if (heir !== undefined) return this.deliver(heir, event, sessionId)
    const subscribers = this.#subscribers.get(userId)
    if (!subscribers) return 0
    let told = 0
    const tell = (subscriber: Subscriber) => {
      if (event.type === 'stream-delta' && !wants(subscriber, sessionId)) return
      subscriber.inbox.push(event)
      told++
    }
    if (subscribers.size > AT_ONCE || this.#fanOut.isBusy(userId)) {
      this.#fanOut.add(userId, subscribers, tell)
      return subscribers.size
    }
    for (const subscriber of subscribers) tell(subscriber)
    return told
  }

  /** Whether tabs of the user are still to be told of something. */
  isBusy(userId: string): boolean {
    return this.#fanOut.isBusy(this.#heirs.get(userId) ?? userId)
  }

  deliverToAll(event: SyncEvent): void {
    // No user has no name.
    this.#fanOut.add(ALL, this.#subscribers.keys(), (userId) => this.deliver(userId, event))
  }

  subscribe(
    userId: string,
    sessionIds: readonly string[] | undefined,
    signal?: AbortSignal,
    onOverflow?: () => void,
  ): Subscription {
    if (this.subscribers(userId) >= this.#mostOfUser) throw tooManyFeeds()
    const inbox = new Inbox(onOverflow)
    const subscriber = { userId, inbox, sessionIds: sessionIds ?? null }
    const others = this.#subscribers.get(userId) ?? new Set()
    this.#subscribers.set(userId, others.add(subscriber))
    if (signal?.aborted) inbox.close()
    signal?.addEventListener('abort', () => inbox.close(), { once: true })
    return {
      inbox,
      [Symbol.dispose]: () => {
        others.delete(subscriber)
        if (others.size === 0 && this.#subscribers.get(userId) === others) this.#subscribers.delete(userId)
      },
    }
  }

  /** How many feeds are open, of all users. */
  get size(): number {
    let size = 0
    for (const subscribers of this.#subscribers.values()) size += subscribers.size
    return size
  }

  /** How many feeds of the user are open. */
  subscribers(userId: string): number {
    return this.#subscribers.get(this.#heirs.get(userId) ?? userId)?.size ?? 0
  }

  /** Whether somebody shows the session here. */
  shows(userId: string, sessionId: string): boolean {
    for (const subscriber of this.#subscribers.get(this.#heirs.get(userId) ?? userId) ?? [])
      if (wants(subscriber, sessionId)) return true
    return false
  }

  /** Who has tabs here. */
  users(): string[] {
    return [...this.#subscribers.keys()]
  }

  *all(): Generator<Subscriber> {
    for (const subscribers of this.#subscribers.values()) yield* subscribers
  }
}

function tooManyFeeds(): DuckError {
  return new DuckError('TOO_MANY_REQUESTS', 'You have too many subscriptions open.', {
    reason: 'subscriptions',
    retryAfterMs: 5000,
  })
}

function wants({ sessionIds }: Subscriber, sessionId: string | undefined): boolean {
  return sessionIds === null || (sessionId !== undefined && sessionIds.includes(sessionId))
}
