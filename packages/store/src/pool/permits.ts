import { type DuckError, must } from '@duck/protocol'

interface Waiter {
  admit(): void
  refuse(error: DuckError): void
}

/** What a user has of the permits; forgotten when that is nothing. */
interface User {
  held: number
  waiters: Set<Waiter>
}

export interface PermitsOptions {
  /** How many may be out at once. */
  size: number
  /** How many a user may have of them at this moment; all without. */
  mostOfUser?: number | ((userId: string) => number) | undefined
  /** How many may wait for one. */
  mostWaiting: number
  /** What they get who wait too long or are too many. */
  refusal: () => DuckError
}

/** The server itself, which has no limit of its own. */
const NOBODY = ''

/**
 * So many at once; the others wait, a bounded number of them, and not for ever. Users take turns, each in order: whoever asks
 * for much waits behind himself, and where too many wait it is one of his that is refused.
 */
export class Permits {
  readonly #options: PermitsOptions
  /** Whose turn comes next stands first. */
  readonly #users = new Map<string, User>()
  #inUse = 0
  #waiting = 0

  constructor(options: PermitsOptions) {
    this.#options = options
  }

  use(): { size: number; inUse: number; waiting: number } {
    return { size: this.#options.size, inUse: this.#inUse, waiting: this.#waiting }
  }

  /** How many users have or wait for some. */
  get users(): number {
    return this.#users.size
  }

  /** How many of the user's wait. */
  waitingOf(userId: string): number {
    return this.#users.get(userId)?.waiters.size ?? 0
  }

  /**
   * A permit, given back when it is disposed of.
   *
   * @throws the refusal after `withinMs`, or at once when too many wait.
   */
  async acquire(withinMs: number, userId = NOBODY): Promise<Disposable> {
    const user = this.#users.get(userId) ?? { held: 0, waiters: new Set() }
    this.#users.set(userId, user)
    if (user.waiters.size === 0 && this.#mayTake(userId, user)) this.#hold(user)
    else await this.#wait(withinMs, user).finally(() => this.#forget(userId, user))
    let held = true
    return {
      [Symbol.dispose]: () => {
        if (held) this.#release(userId, user)
        held = false
      },
    }
  }

  /** Refuses everybody who waits now. */
  refuseWaiting(error: DuckError): void {
    for (const { waiters } of this.#users.values()) for (const waiter of waiters) waiter.refuse(error)
  }

  #mayTake(userId: string, { held }: User): boolean {
    const { size, mostOfUser = size } = this.#options
    const most = typeof mostOfUser === 'number' ? mostOfUser : mostOfUser(userId)
    return this.#inUse < size && (userId === NOBODY || held < most)
  }

  #hold(user: User): void {
    user.held++
    this.#inUse++
  }

  #wait(withinMs: number, user: User): Promise<void> {
    const { refusal } = this.#options
    if (withinMs <= 0 || !this.#makeRoom(user)) return Promise.reject(refusal())
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => waiter.refuse(refusal()), withinMs)
      const leave = () => {
        clearTimeout(timer)
        user.waiters.delete(waiter)
        this.#waiting--
      }
      const waiter: Waiter = {
        admit: () => {
          leave()
          this.#hold(user)
          resolve()
        },
        refuse: (error) => {
          leave()
          reject(error)
        },
      }
      user.waiters.add(waiter)
      this.#waiting++
      // Those before it may have become free to go since the last one went.
      this.#admitNext()
    })
  }

  /** Whether one more of the user's may wait; where all places are taken, the newest of whoever has most goes. */
  #makeRoom(user: User): boolean {
    const { mostWaiting, refusal } = this.#options
    if (this.#waiting < mostWaiting) return true
    let most = user
    for (const each of this.#users.values()) if (each.waiters.size > most.waiters.size) most = each
    if (most.waiters.size <= user.waiters.size + 1) return false
    must([...most.waiters].at(-1), 'a waiter').refuse(refusal())
    return true
  }

  #release(userId: string, user: User): void {
    user.held--
    this.#inUse--
    this.#admitNext()
    this.#forget(userId, user)
  }

  /** To whoever is next of those users that may have one, as long as there is one. */
  #admitNext(): void {
    if (this.#waiting === 0) return
    // Who had one goes to the end, and is come to again there.
    for (const [userId, user] of this.#users) {
      if (this.#inUse >= this.#options.size) return
      const [next] = user.waiters
      if (!next || !this.#mayTake(userId, user)) continue
      this.#users.delete(userId)
      this.#users.set(userId, user)
      next.admit()
    }
  }

  #forget(userId: string, user: User): void {
    const isIdle = user.held + user.waiters.size === 0
    // Another may have come in its place.
    if (isIdle && this.#users.get(userId) === user) this.#users.delete(userId)
  }
}
