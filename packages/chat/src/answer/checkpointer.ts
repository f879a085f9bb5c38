import type { Db } from '@duck/store'
import { checkpointStreams } from '@duck/store'
import type { Log } from '../context.ts'
import { faultOf } from '../fault.ts'
import type { LiveAnswer } from './live-answer.ts'

const EVERY_MS = 80

/**
 * Makes the text of all running answers durable, in one statement at most every 80 ms, one at a time. While the
 * database is away the text waits in memory and is tried again.
 */
export class Checkpointer {
  readonly #db: Db
  readonly #serverId: string
  readonly #log: Log
  /** Answers with text that is not durable yet. */
  readonly #behind = new Set<LiveAnswer>()
  #scheduled = false
  #failing = false

  constructor(db: Db, serverId: string, log: Log) {
    this.#db = db
    this.#serverId = serverId
    this.#log = log
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
    setTimeout(() => void this.#flush(), EVERY_MS)
  }

  async #flush(): Promise<void> {
    const answers = [...this.#behind]
    try {
      if (answers.length > 0) await this.#write(answers)
      this.#failing = false
    } catch (error) {
      if (!this.#failing)
        this.#log.warn({ streams: answers.length, fault: faultOf(error) }, 'checkpoint failed')
      this.#failing = true
    }
    this.#scheduled = false
    if (this.#behind.size > 0) this.#schedule()
  }

  async #write(answers: readonly LiveAnswer[]): Promise<void> {
    const durable = await checkpointStreams(
      this.#db,
      this.#serverId,
      answers.map(({ stream, durableUnits, text }) => ({
        streamId: stream.id,
        startUnit: durableUnits,
        delta: text.slice(durableUnits),
      })),
    )
    for (const answer of answers) this.#wasMadeDurable(answer, durable.get(answer.stream.id))
  }

  /** `units` undefined: the stream is not ours any more. */
  #wasMadeDurable(answer: LiveAnswer, units: number | undefined): void {
    if (units !== undefined) answer.durableUnits = units
    else answer.cancel('fenced')
    if (units === undefined || units === answer.text.length) this.#behind.delete(answer)
  }
}
