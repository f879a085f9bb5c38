import { LIMITS } from '@duck/protocol'
import { failed, type LiveAnswer, TRUNCATED } from './live-answer.ts'

/**
 * Ends an answer whose model says nothing for too long, or which takes longer than any answer may. Timers are
 * monotonic, so a clock that jumps ends nothing.
 */
export class Watchdog implements Disposable {
  readonly #answer: LiveAnswer
  readonly #total: NodeJS.Timeout
  #silence: NodeJS.Timeout

  constructor(answer: LiveAnswer) {
    this.#answer = answer
    this.#total = setTimeout(() => answer.cancel(TRUNCATED), LIMITS.answerMs)
    this.#silence = this.#patience(LIMITS.firstTokenMs)
  }

  /** The model said something. */
  heard(): void {
    clearTimeout(this.#silence)
    this.#silence = this.#patience(LIMITS.silenceMs)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#total)
    clearTimeout(this.#silence)
  }

  #patience(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.#answer.cancel(failed('model-timed-out')), ms)
  }
}
