import { setTimeout as delay } from 'node:timers/promises'
import { DuckError, LIMITS, type Stream } from '@duck/protocol'
import { type Start, startStream } from '@duck/store'
import type { Base } from '../context.ts'
import { faultOf } from '../fault.ts'
import { serverStopping } from '../server-stopping.ts'
import { Checkpointer } from './checkpointer.ts'
import { endAnswer } from './end-answer.ts'
import { type Ending, failed, LiveAnswer, STOPPED } from './live-answer.ts'
import { writeAnswer } from './write-answer.ts'

const BUSY_RETRY_MS = 250
const SERVER_STOPPED: Ending = {
  status: 'interrupted',
  finishReason: 'interrupted',
  errorClass: 'server-stopped',
}

/**
 * The answers that this process writes. One runs at a time in a session and a few at a time for a user; the others
 * wait in the order they were asked for. Nothing but `stop`, a limit or a shutdown ends one early: clients only watch.
 */
export class Answers {
  readonly #chat: Base
  readonly #checkpointer: Checkpointer
  readonly #waiting = new Map<string, LiveAnswer>()
  readonly #running = new Map<string, LiveAnswer>()
  /** Calls under way that will each add one to those waiting, by user. */
  readonly #reserved = new Map<string, number>()
  readonly #ends = new Set<Promise<void>>()
  #closing = false

  constructor(chat: Base) {
    this.#chat = chat
    this.#checkpointer = new Checkpointer(chat.db, chat.serverId, chat.log)
  }

  /**
   * Room for one more waiting answer of the user's, kept until it is disposed of.
   *
   * @throws TOO_MANY_REQUESTS when as many wait as may; SERVICE_UNAVAILABLE in shutdown.
   */
  reserve(userId: string): Disposable {
    if (this.#closing) throw serverStopping()
    const reserved = this.#reserved.get(userId) ?? 0
    if (countOf(this.#waiting, userId) + reserved >= LIMITS.queuedAnswersPerUser)
      throw new DuckError('TOO_MANY_REQUESTS', 'Too many answers are waiting.', {
        reason: 'queue-full',
        retryAfterMs: 5000,
      })
    this.#reserved.set(userId, reserved + 1)
    return { [Symbol.dispose]: () => this.#giveBack(userId) }
  }

  /** Takes on a queued stream of this server; a second time changes nothing. */
  accept(userId: string, stream: Stream, continueFrom?: string): void {
    if (this.#waiting.has(stream.id) || this.#running.has(stream.id)) return
    this.#waiting.set(stream.id, new LiveAnswer(userId, stream, continueFrom))
    this.#chat.feed.publish(userId, { type: 'stream-opened', stream: { ...stream } })
    if (this.#closing) this.#stopWaiting(stream.id, SERVER_STOPPED)
    this.#pump()
  }

  /** The text so far of a stream that this process writes, else null. */
  text(streamId: string): string | null {
    return (this.#running.get(streamId) ?? this.#waiting.get(streamId))?.text ?? null
  }

  /** Ends an answer early, with the text it has. False when this process does not write it. */
  stop(streamId: string): boolean {
    const running = this.#running.get(streamId)
    if (running) running.cancel(STOPPED)
    return running !== undefined || this.#stopWaiting(streamId, STOPPED)
  }

  /** Ends every answer as interrupted and waits until each is a row, at most `ms`. */
  async close(ms: number): Promise<void> {
    this.#closing = true
    for (const id of this.#waiting.keys()) this.#stopWaiting(id, SERVER_STOPPED)
    for (const answer of this.#running.values()) answer.cancel(SERVER_STOPPED)
    await Promise.race([Promise.all(this.#ends), delay(ms, undefined, { ref: false })])
  }

  #giveBack(userId: string): void {
    const left = (this.#reserved.get(userId) ?? 0) - 1
    if (left > 0) this.#reserved.set(userId, left)
    else this.#reserved.delete(userId)
  }

  #stopWaiting(streamId: string, ending: Ending): boolean {
    const answer = this.#waiting.get(streamId)
    if (!answer) return false
    this.#waiting.delete(streamId)
    this.#running.set(streamId, answer)
    answer.cancel(ending)
    this.#follow(this.#end(answer, ending))
    return true
  }

  /** Starts every waiting answer whose turn it is. */
  #pump(): void {
    const busy = new Set([...this.#running.values()].map((answer) => answer.stream.sessionId))
    // Deleting from a Map while walking it is safe.
    for (const answer of this.#waiting.values()) {
      if (busy.has(answer.stream.sessionId)) continue
      busy.add(answer.stream.sessionId)
      if (countOf(this.#running, answer.userId) >= LIMITS.runningAnswersPerUser) continue
      this.#waiting.delete(answer.stream.id)
      this.#running.set(answer.stream.id, answer)
      this.#follow(this.#run(answer))
    }
  }

  #follow(work: Promise<void>): void {
    const tracked = work.finally(() => this.#ends.delete(tracked))
    this.#ends.add(tracked)
  }

  async #run(answer: LiveAnswer): Promise<void> {
    const ending =
      (await this.#open(answer)) ??
      (await writeAnswer(this.#chat, answer, (delta) => this.#publish(answer, delta)))
    await this.#end(answer, ending)
  }

  /** Waits for the session's turn across all servers; gives an ending when the answer is over before it began. */
  async #open(answer: LiveAnswer): Promise<Ending | 'fenced' | null> {
    const { signal } = answer.abort
    while (!signal.aborted) {
      const start = await this.#start(answer)
      if (start === 'gone') return 'fenced'
      if (start === 'failed') return failed('internal')
      if (start === 'open') {
        answer.stream.status = 'open'
        answer.stream.startedAt = new Date().toISOString()
        this.#chat.feed.publish(answer.userId, { type: 'stream-opened', stream: { ...answer.stream } })
        return null
      }
      // A stop wakes it at once.
      await delay(BUSY_RETRY_MS, undefined, { signal }).catch(() => {})
    }
    return (signal.reason as { ending: Ending | 'fenced' }).ending
  }

  /** A database that is away is waited for, as a busy session is; any other fault would come again. */
  async #start({ stream }: LiveAnswer): Promise<Start | 'failed'> {
    try {
      return await startStream(this.#chat.db, this.#chat.serverId, stream.id)
    } catch (error) {
      if (error instanceof DuckError && error.code === 'SERVICE_UNAVAILABLE') return 'busy'
      this.#chat.log.error({ streamId: stream.id, fault: faultOf(error) }, 'answer not started')
      return 'failed'
    }
  }

  #publish(answer: LiveAnswer, delta: string): void {
    const { id: streamId, sessionId } = answer.stream
    const offset = answer.text.length - delta.length
    this.#chat.feed.publish(answer.userId, { type: 'stream-delta', streamId, offset, delta }, sessionId)
    this.#checkpointer.mark(answer)
  }

  async #end(answer: LiveAnswer, ending: Ending | 'fenced'): Promise<void> {
    this.#checkpointer.forget(answer)
    const announce = await endAnswer(this.#chat, answer, ending)
    this.#running.delete(answer.stream.id)
    announce()
    this.#pump()
  }
}

function countOf(answers: ReadonlyMap<string, LiveAnswer>, userId: string): number {
  return [...answers.values()].filter((answer) => answer.userId === userId).length
}
