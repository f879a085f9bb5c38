import type { Db } from '@duck/store'
import { checkpointStreams } from '@duck/store'
import type { Log } from '../context.ts'
import { faultOf } from '../fault.ts'
import type { LiveAnswer } from './live-answer.ts'

/** From the beginning of one to that of the next, so that with two statements of 30 ms text is durable within 100. */
const EVERY_MS = 30
const RETRY_MS = 250

export interface CheckpointerOptions {
  db: Db
  serverId: string
  log: Log
  /** After the commit. */
  onDurable: (streamIds: string[]) => void
}

/**
 * Makes the text of all running answers durable, in one statement at most every 30 ms, one at a time. While the
 * database is away the text waits in memory and is tried again.
 */
export class Checkpointer {
  readonly #options: CheckpointerOptions
  /** Answers with text that is not durable yet. */
  readonly #behind = new Set<LiveAnswer>()
  #scheduled = false
  #failing = false
  #nextAt = 0

  constructor(options: CheckpointerOptions) {
    this.#options = options
  }

  /** The answer has new text. */
  mark(answer: LiveAnswer): void {
    this.#behind.add(answer)
    this.#schedule()
  }

  /** The answer is over; its row holds the text. */
  forget(answer: LiveAnswer): void {
    this.#behind.delete(answer)
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    const wait = Math.max(0, this.#nextAt - performance.now())
    setTimeout(() => void this.#flush(), wait)
  }

  async #flush(): Promise<void> {
    const answers = [...this.#behind]
    this.#nextAt = performance.now() + EVERY_MS
    try {
      if (answers.length > 0) await this.#write(answers)
      this.#failing = false
    } catch (error) {
      this.#nextAt = performance.now() + RETRY_MS
      const { log } = this.#options
      if (!this.#failing) log.warn({ streams: answers.length, fault: faultOf(error) }, 'checkpoint failed')
      this.#failing = true
    }
    this.#scheduled = false
    if (this.#behind.size > 0) this.#schedule()
  }

  async #write(answers: readonly LiveAnswer[]): Promise<void> {
    const { db, serverId, onDurable } = this.#options
    const given = answers.map(({ stream, durableUnits, text }) => ({
      streamId: stream.id,
      startUnit: durableUnits,
      delta: text.slice(durableUnits),
    }))
    const durable = await checkpointStreams(db, serverId, given)
    for (const answer of answers) this.#wasMadeDurable(answer, durable.get(answer.stream.id))
    onDurable([...durable.keys()])
  }

  /** `units` undefined: the stream is not ours any more; null: somebody holds it. */
  #wasMadeDurable(answer: LiveAnswer, units: number | null | undefined): void {
    if (units === undefined) answer.cancel('fenced')
    else if (units !== null) answer.durableUnits = units
    if (units === undefined || units === answer.text.length) this.#behind.delete(answer)
  }
}
