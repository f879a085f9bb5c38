import type { LiveAnswer } from './live-answer.ts'

/** How long a session is left alone whose turn had not come: another server's answer, or the user's limit. */
export const BUSY_RETRY_MS = 250

/** Answers that wait for their turn, in the order they were asked for; of a session one at a time has it. */
export class Queue {
  readonly #waiting = new Map<string, LiveAnswer>()
  /** Sessions to be left alone, until when. */
  readonly #busyUntil = new Map<string, number>()

  get(streamId: string): LiveAnswer | undefined {
    return this.#waiting.get(streamId)
  }

  ids(): string[] {
    return [...this.#waiting.keys()]
  }

  countOf(userId: string): number {
    return countOf(this.#waiting.values(), userId)
  }

  values(): Iterable<LiveAnswer> {
    return this.#waiting.values()
  }

  add(answer: LiveAnswer): void {
    this.#waiting.set(answer.stream.id, answer)
  }

  remove(streamId: string): LiveAnswer | undefined {
    const answer = this.#waiting.get(streamId)
    this.#waiting.delete(streamId)
    return answer
  }

  /**
   * Its turn had not come: it waits again, behind the others of its session, of which an older one may be among them.
   * Gives in how many ms to look again.
   */
  putBack(answer: LiveAnswer): number {
    this.add(answer)
    this.#busyUntil.set(answer.stream.sessionId, performance.now() + BUSY_RETRY_MS)
    return BUSY_RETRY_MS
  }

  /** The session has nobody's turn any more. */
  free(sessionId: string): void {
    this.#busyUntil.delete(sessionId)
  }

  /** Takes out whoever may try now: the first of each session, no more of a user than `mostOf`. */
  takeReady(running: Iterable<LiveAnswer>, mostOf: number): LiveAnswer[] {
    const all = [...running]
    const busy = new Set(all.map((answer) => answer.stream.sessionId))
    const ready: LiveAnswer[] = []
    for (const answer of this.#waiting.values()) {
      const { sessionId } = answer.stream
      if (busy.has(sessionId)) continue
      busy.add(sessionId)
      if (this.#isLeftAlone(sessionId) || countOf([...all, ...ready], answer.userId) >= mostOf) continue
      this.#waiting.delete(answer.stream.id)
      ready.push(answer)
    }
    return ready
  }

  #isLeftAlone(sessionId: string): boolean {
    const until = this.#busyUntil.get(sessionId)
    // A timer may fire a moment before its time.
    if (until !== undefined && until - performance.now() > 2) return true
    this.#busyUntil.delete(sessionId)
    return false
  }
}

function countOf(answers: Iterable<LiveAnswer>, userId: string): number {
  let count = 0
  for (const answer of answers) if (answer.userId === userId) count++
  return count
}
