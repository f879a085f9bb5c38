import type { Db } from '@duck/store'
import { checkpointStreams } from '@duck/store'
import type { Log } from '../context.ts'
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
  readonly #dirty = new Set<LiveAnswer>()
  #timer: NodeJS.Timeout | null = null
  #failing = false

  constructor(db: Db, serverId: string, log: Log) {
    this.#db = db
    this.#serverId = serverId
    this.#log = log
  }

  /** The answer has text that is not durable. */
  mark(answer: LiveAnswer): void {
    this.#dirty.add(answer)
    this.#timer ??= setTimeout(() => void this.#flush(), EVERY_MS)
  }

  /** The answer is over; its row holds the text. */
  forget(answer: LiveAnswer): void {
    this.#dirty.delete(answer)
  }

  async #flush(): Promise<void> {
    const answers = [...this.#dirty]
    this.#dirty.clear()
    try {
      await this.#write(answers)
      this.#failing = false
    } catch (error) {
      if (!this.#failing) this.#log.warn({ streams: answers.length, ...codeOf(error) }, 'checkpoint failed')
      this.#failing = true
    }
    this.#timer = null
    for (const answer of answers)
      if (!answer.abort.signal.aborted && answer.durableUnits < answer.text.length) this.mark(answer)
    if (this.#dirty.size > 0) this.#timer ??= setTimeout(() => void this.#flush(), EVERY_MS)
  }

  async #write(answers: readonly LiveAnswer[]): Promise<void> {
    const checkpoints = answers
      .filter((answer) => answer.durableUnits < answer.text.length)
      .map((answer) => ({
        streamId: answer.stream.id,
        startUnit: answer.durableUnits,
        delta: answer.text.slice(answer.durableUnits),
      }))
    if (checkpoints.length === 0) return
    const durable = await checkpointStreams(this.#db, this.#serverId, checkpoints)
    for (const answer of answers) {
      const units = durable.get(answer.stream.id)
      if (units !== undefined) answer.durableUnits = units
      else if (!answer.abort.signal.aborted) answer.cancel('fenced')
    }
  }
}

function codeOf(error: unknown): object {
  return error instanceof Error && 'code' in error ? { code: error.code } : {}
}
