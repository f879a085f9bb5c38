/** One thing to deliver. */
export interface Delivery<Ack> {
  attempt: () => Promise<Ack>
  /** Called after each failed try that will be made again. */
  waiting?: (error: unknown) => void
  /** What follows in the lane makes no sense when this is refused: it is refused with the same error. */
  opens?: boolean
}

export interface SendQueueOptions {
  isTransient: (error: unknown, attempt: number) => boolean
  /** Waits before the next try, `attempt` being the number of tries made. */
  pause: (error: unknown, attempt: number) => Promise<void>
}

/**
 * Delivers in order: one delivery in flight per lane, the next one only when it is acked or finally refused.
 * A try that failed for a while is made again, for ever; the same id makes it one message.
 */
export class SendQueue {
  readonly #options: SendQueueOptions
  readonly #tails = new Map<string, Promise<void>>()

  constructor(options: SendQueueOptions) {
    this.#options = options
  }

  /** The ack, or the final refusal. */
  deliver<Ack>(lane: string, delivery: Delivery<Ack>): Promise<Ack> {
    const before = this.#tails.get(lane) ?? Promise.resolve()
    const turn = before.then(() => this.#persist(delivery))
    const tail = delivery.opens ? turn.then(ignore) : before.then(() => turn.then(ignore, ignore))
    this.#tails.set(lane, tail)
    const leave = () => {
      if (this.#tails.get(lane) === tail) this.#tails.delete(lane)
    }
    tail.then(leave, leave)
    return turn
  }

  async #persist<Ack>(delivery: Delivery<Ack>): Promise<Ack> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await delivery.attempt()
      } catch (error) {
        if (!this.#options.isTransient(error, attempt)) throw error
        delivery.waiting?.(error)
        await this.#options.pause(error, attempt)
      }
    }
  }
}

function ignore(): void {}
