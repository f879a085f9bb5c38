import { setTimeout as pause } from 'node:timers/promises'
import type { Message } from '@duck/protocol'

const TRIES_AGAIN_AFTER_MS = 100

/** The rows of one session as a tab shows them: fetched when it learns of more, merged by index. */
export class TabList {
  /** Ids in order of their index. */
  readonly ids: string[] = []
  readonly violations: string[] = []
  readonly #load: (after: number) => Promise<Message[]>
  #wanted = false
  #fetching = false
  #closed = false

  constructor(load: (after: number) => Promise<Message[]>) {
    this.#load = load
  }

  /** Told of a count, it fetches what it does not have. */
  learn(messageCount: number): void {
    if (messageCount > this.ids.length) this.fetch()
  }

  /** Fetches, one after the other, until it succeeds. */
  fetch(): void {
    this.#wanted = true
    if (!this.#fetching) void this.#fetch()
  }

  close(): void {
    this.#closed = true
  }

  async #fetch(): Promise<void> {
    this.#fetching = true
    while (this.#wanted && !this.#closed) {
      this.#wanted = false
      try {
        for (const row of await this.#load(this.ids.length - 1)) this.#merge(row)
      } catch {
        this.#wanted = true
        await pause(TRIES_AGAIN_AFTER_MS)
      }
    }
    this.#fetching = false
  }

  #merge({ id, messageIndex }: Message): void {
    if (messageIndex !== this.ids.length)
      this.violations.push(`index ${messageIndex} came after ${this.ids.length} rows`)
    if (this.ids.includes(id)) this.violations.push(`row ${id} came twice`)
    this.ids[messageIndex] = id
  }
}
