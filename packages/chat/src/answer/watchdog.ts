import { LIMITS } from '@duck/protocol'
import { AwakeTimer } from './awake-timer.ts'
import { failed, type LiveAnswer, TRUNCATED } from './live-answer.ts'

/**
 * Ends an answer whose model says nothing for too long, or which takes longer than any answer may. Neither a clock that
 * jumps nor a process that was stopped for a while ends anything.
 */
export class Watchdog implements Disposable {
  readonly #answer: LiveAnswer
  readonly #total: AwakeTimer
  #silence: AwakeTimer

  constructor(answer: LiveAnswer) {
    this.#answer = answer
    this.#total = new AwakeTimer(LIMITS.answerMs, () => answer.cancel(TRUNCATED))
    this.#silence = this.#patience(LIMITS.firstTokenMs)
  }

  /** The model said something. */
  heard(): void {
    this.#silence[Symbol.dispose]()
    this.#silence = this.#patience(LIMITS.silenceMs)
  }

  [Symbol.dispose](): void {
    this.#total[Symbol.dispose]()
    this.#silence[Symbol.dispose]()
  }

  #patience(ms: number): AwakeTimer {
    return new AwakeTimer(ms, () => this.#answer.cancel(failed('model-timed-out')))
  }
}
