import { Outbox } from '../lib/outbox/outbox.ts'
import type { OutboxChannel, OutboxNews } from '../lib/outbox/outbox-channel.ts'
import type { OutboxEntry } from '../lib/outbox/outbox-entry.ts'
import type { OutboxStore } from '../lib/outbox/outbox-store.ts'
import { createStore } from '../lib/store.ts'

/** One browser's store and the word between its tabs, without a browser. For tests. */
export class MemoryBrowser {
  readonly stored: OutboxEntry[] = []
  /** What was read is handed over only when this resolves. */
  slowRead: Promise<void> = Promise.resolve()
  /** What was added has a place in the order only when this resolves; it can be read before. */
  slowAdd: Promise<void> = Promise.resolve()
  readonly #ahead: OutboxEntry[] = []
  readonly #listeners = new Map<object, (news: OutboxNews) => void>()
  #seq = 0

  /** Another tab of the user's. `deaf` ones hear nothing from the others, as in a browser without such channels. */
  openOutbox(userId: string | null = 'ann', deaf = false) {
    const owner = createStore(userId)
    const news: OutboxNews[] = []
    const channel = this.#channel(deaf)
    const outbox = new Outbox({ owner, store: this.#store(), channel, onNews: (one) => void news.push(one) })
    return { outbox, owner, news }
  }

  #store(): OutboxStore {
    return {
      all: async (userId) => {
        const all = [...this.stored, ...this.#ahead]
        const read = structuredClone(all.filter((entry) => entry.userId === userId))
        await this.slowRead
        return read
      },
      add: async (entry) => {
        this.#ahead.push(entry)
        await this.slowAdd
        this.#ahead.splice(this.#ahead.indexOf(entry), 1)
        const known = this.stored.find(({ id }) => id === entry.id)
        const placed = known ?? { ...entry, seq: ++this.#seq }
        if (!known) this.stored.push(placed)
        return structuredClone(placed)
      },
      change: async (userId, next) => {
        await Promise.resolve()
        const changed = this.stored.splice(0).flatMap((entry) => {
          const mine = entry.userId === userId ? next(entry) : entry
          return mine ?? []
        })
        this.stored.push(...changed)
      },
      recover: async () => {},
    }
  }

  #channel(deaf: boolean): OutboxChannel {
    const me = {}
    return {
      tell: (news) => {
        for (const [other, listener] of this.#listeners)
          if (other !== me) queueMicrotask(() => listener(structuredClone(news)))
      },
      onTold: (listener) => void (deaf || this.#listeners.set(me, listener)),
      close: () => void this.#listeners.delete(me),
    }
  }
}
