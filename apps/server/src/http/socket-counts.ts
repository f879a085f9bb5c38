/** After so long who had too many may look whether there is room. */
export const SOCKETS_RETRY_SECONDS = 5

/** How many WebSockets each user has open at this server. */
export class SocketCounts {
  readonly #most: number
  readonly #open = new Map<string, number>()

  /** `most` is how many a user may have. */
  constructor(most: number) {
    this.#most = most
  }

  /** Room for one more of the user's, given back when it is disposed of; null when there is none. */
  take(userId: string): Disposable | null {
    const open = this.#open.get(userId) ?? 0
    if (open >= this.#most) return null
    this.#open.set(userId, open + 1)
    let held = true
    return {
      [Symbol.dispose]: () => {
        if (held) this.#giveBack(userId)
        held = false
      },
    }
  }

  /** How many users have some. */
  get size(): number {
    return this.#open.size
  }

  #giveBack(userId: string): void {
    const left = (this.#open.get(userId) ?? 1) - 1
    if (left > 0) this.#open.set(userId, left)
    else this.#open.delete(userId)
  }
}
