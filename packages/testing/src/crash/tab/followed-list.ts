import { setTimeout as pause } from 'node:timers/promises'
import type { Invalidation, MessageList } from '@duck/protocol'

const RETRY_MS = 200

/** The newest page of a session as a tab has it: fetched when the tab heard of something that it has not. */
export class FollowedList {
  readonly #fetch: () => Promise<MessageList>
  readonly #sessionId: string
  #heard: Invalidation[] = []
  #fetching = false
  #closed = false
  list: MessageList | undefined

  constructor(sessionId: string, fetch: () => Promise<MessageList>) {
    this.#sessionId = sessionId
    this.#fetch = fetch
  }

  hear(invalidations: readonly Invalidation[]): void {
    this.#heard.push(...invalidations)
    if (!this.#fetching) void this.#fetchWhileStale()
  }

  close(): void {
    this.#closed = true
  }

  async #fetchWhileStale(): Promise<void> {
    this.#fetching = true
    while (!this.#closed && this.#heard.some((heard) => this.#isStale(heard))) {
      const heard = this.#heard.splice(0)
      try {
        this.list = await this.#fetch()
      } catch {
        this.#heard.push(...heard)
        await pause(RETRY_MS)
      }
    }
    this.#heard = []
    this.#fetching = false
  }

  #isStale(heard: Invalidation): boolean {
    if (heard.kind === 'everything') return true
    if (heard.kind !== 'messages' || heard.sessionId !== this.#sessionId) return false
    const { messageCount, headId } = heard
    const { list } = this
    if (!list || messageCount === undefined || messageCount > list.messageCount) return true
    return messageCount === list.messageCount && headId !== undefined && headId !== list.headId
  }
}
