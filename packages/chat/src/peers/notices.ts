import { NOTICE_BYTES } from '@duck/store'
import type { Log } from '../context.ts'
import { faultOf } from '../fault.ts'
import { type Letter, type Notice, sameWord } from './notice.ts'

/** Brings letters to the other servers, all or none. */
export type Post = (letters: readonly string[]) => Promise<void>

const EVERY_MS = 10
const MOST_WAITING = 5_000

/**
 * Sends notices to the other servers, those of a moment together, one transaction at a time, and only while there are
 * others. What could not be sent is made good by a `resync` of everybody.
 */
export class Notices {
  readonly #post: Post
  readonly #serverId: string
  readonly #log: Log
  #waiting = new Map<string | symbol, Notice>()
  #timer: NodeJS.Timeout | null = null
  #sending: Promise<void> = Promise.resolve()
  /** Some were lost. */
  #lost = false
  /** Whether anybody is there to be told. */
  heard = false

  constructor(post: Post, serverId: string, log: Log) {
    this.#post = post
    this.#serverId = serverId
    this.#log = log
  }

  add(notice: Notice): void {
    if (!this.heard) return
    if (this.#waiting.size >= MOST_WAITING) this.#lose()
    // The later word stands where the earlier one stood: order matters only within a session's stream.
    this.#waiting.set(sameWord(notice) ?? Symbol('notice'), notice)
    this.#timer ??= setTimeout(() => this.#send(), EVERY_MS)
  }

  /** At once, whether or not others are known. */
  async sayHello(): Promise<void> {
    await this.#post([this.#letter([{ kind: 'hello' }])])
  }

  /** What waits is sent. */
  async close(): Promise<void> {
    if (this.#timer) this.#send()
    await this.#sending
  }

  #send(): void {
    this.#timer = null
    this.#sending = this.#sending.then(() => this.#sendWaiting())
  }

  async #sendWaiting(): Promise<void> {
    const notices = [...this.#waiting.values()]
    this.#waiting = new Map()
    const lost = this.#lost
    if (lost) notices.push({ kind: 'all', event: { type: 'resync' } })
    if (notices.length === 0) return
    // What is lost while these go out needs a resync after them.
    this.#lost = false
    try {
      await this.#post(this.#letters(notices))
    } catch (error) {
      if (!lost) this.#log.warn({ fault: faultOf(error) }, 'the other servers could not be told')
      this.#lose()
      this.#timer ??= setTimeout(() => this.#send(), 1_000)
    }
  }

  #lose(): void {
    this.#lost = true
    this.#waiting = new Map()
  }

  #letters(notices: readonly Notice[]): string[] {
    const letters: string[] = []
    let batch: Notice[] = []
    for (const notice of notices) {
      if (batch.length > 0 && Buffer.byteLength(this.#letter([...batch, notice])) > NOTICE_BYTES) {
        letters.push(this.#letter(batch))
        batch = []
      }
      batch.push(notice)
    }
    return [...letters, this.#letter(batch)]
  }

  #letter(notices: Notice[]): string {
    const letter: Letter = { from: this.#serverId, notices }
    return JSON.stringify(letter)
  }
}
