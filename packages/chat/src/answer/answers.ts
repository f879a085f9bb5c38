import { setTimeout as delay } from 'node:timers/promises'
import { DuckError, LIMITS, type Stream } from '@duck/protocol'
import { type OwnedStream, type Start, startStream } from '@duck/store'
import type { Base } from '../context.ts'
import { faultOf } from '../fault.ts'
import { serverStopping } from '../server-stopping.ts'
import { DeltaOutbox } from '../sync/delta-outbox.ts'
import { Checkpointer } from './checkpointer.ts'
import { endAnswer } from './end-answer.ts'
import { type Ending, failed, LiveAnswer, SERVER_STOPPED, STOPPED } from './live-answer.ts'
import { Queue } from './queue.ts'
import { writeAnswer } from './write-answer.ts'

/**
 * The answers that this process writes. One runs at a time in a session and a few at a time for a user, over all
 * servers; the others wait in the order they were asked for. Nothing but `stop`, a limit or a shutdown ends one early:
 * clients only watch.
 */
export class Answers {
  readonly #chat: Base
  readonly #checkpointer: Checkpointer
  readonly #outbox: DeltaOutbox
  readonly #queue = new Queue()
  readonly #running = new Map<string, LiveAnswer>()
  /** Calls under way that will each add one to those waiting, by user. */
  readonly #reserved = new Map<string, number>()
  readonly #ends = new Set<Promise<void>>()
  #closing = false

  constructor(chat: Base) {
    this.#chat = chat
    this.#outbox = new DeltaOutbox(chat.feed)
    const { db, serverId, log, peers } = chat
    this.#checkpointer = new Checkpointer({ db, serverId, log, onDurable: (ids) => peers.tellDurable(ids) })
  }

  /**
   * Room for one more waiting answer of the user's, kept until it is disposed of.
   *
   * @throws TOO_MANY_REQUESTS when as many wait as may; SERVICE_UNAVAILABLE in shutdown.
   */
  reserve(userId: string): Disposable {
    if (this.#closing) throw serverStopping()
    const reserved = this.#reserved.get(userId) ?? 0
    if (this.#queue.countOf(userId) + reserved >= LIMITS.queuedAnswersPerUser)
      throw new DuckError('TOO_MANY_REQUESTS', 'Too many answers are waiting.', {
        reason: 'queue-full',
        retryAfterMs: 5000,
      })
    this.#reserved.set(userId, reserved + 1)
    return { [Symbol.dispose]: () => this.#giveBack(userId) }
  }

  /** Takes on a queued stream of this server; a second time changes nothing. */
  accept(userId: string, stream: Stream, continueFrom?: string): void {
    if (this.find(stream.id)) return
    this.#queue.add(new LiveAnswer(userId, stream, continueFrom))
    this.#chat.feed.publish(userId, { type: 'stream-opened', stream: { ...stream } })
    if (this.#closing) this.#stopWaiting(stream.id, SERVER_STOPPED)
    this.#pump()
  }

  /** An answer that this process writes, or will. */
  find(streamId: string): LiveAnswer | undefined {
    return this.#running.get(streamId) ?? this.#queue.get(streamId)
  }

  /** For the metrics. */
  use(): { queued: number; open: number } {
    return { queued: this.#queue.ids().length, open: this.#running.size }
  }

  ids(): string[] {
    return [...this.#running.keys(), ...this.#queue.ids()]
  }

  /** The user's answers are the heir's. */
  inherit(userId: string, heir: string): void {
    for (const answer of [...this.#running.values(), ...this.#queue.values()])
      if (answer.userId === userId) answer.userId = heir
  }

  /** Ends an answer early, with the text it has. False when this process does not write it. */
  stop(streamId: string): boolean {
    const running = this.#running.get(streamId)
    if (running) running.cancel(STOPPED)
    return running !== undefined || this.#stopWaiting(streamId, STOPPED)
  }

  /** An answer of the session ended elsewhere. */
  freed(sessionId: string): void {
    this.#queue.free(sessionId)
    this.#pump()
  }

  /** Takes on a stream that the database holds this server to, and which it has lost sight of. */
  adopt({ userId, stream, continueFrom }: OwnedStream): void {
    this.#chat.log.warn({ streamId: stream.id }, 'took on an answer that was lost sight of')
    this.accept(userId, { ...stream, status: 'queued' }, continueFrom ?? undefined)
  }

  /** The database does not hold this server to the stream any more. */
  lose(streamId: string): void {
    this.#running.get(streamId)?.cancel('fenced')
    this.#stopWaiting(streamId, 'fenced')
  }

  /** Ends every answer as interrupted and waits until each is a row, at most `ms`. */
  async close(ms: number): Promise<void> {
    this.#closing = true
    for (const id of this.#queue.ids()) this.#stopWaiting(id, SERVER_STOPPED)
    for (const answer of this.#running.values()) answer.cancel(SERVER_STOPPED)
    await Promise.race([Promise.all(this.#ends), delay(ms, undefined, { ref: false })])
  }

  #giveBack(userId: string): void {
    const left = (this.#reserved.get(userId) ?? 0) - 1
    if (left > 0) this.#reserved.set(userId, left)
    else this.#reserved.delete(userId)
  }

  #stopWaiting(streamId: string, ending: Ending | 'fenced'): boolean {
    const answer = this.#queue.remove(streamId)
    if (!answer) return false
    this.#running.set(streamId, answer)
    answer.cancel(ending)
    this.#follow(this.#end(answer, ending))
    return true
  }

  /** Starts every waiting answer whose turn it may be. */
  #pump(): void {
    for (const answer of this.#queue.takeReady(this.#running.values(), this.#chat.runningAnswersPerUser)) {
      this.#running.set(answer.stream.id, answer)
      this.#follow(this.#run(answer))
    }
  }

  #follow(work: Promise<void>): void {
    const tracked = work.finally(() => this.#ends.delete(tracked))
    this.#ends.add(tracked)
  }

  async #run(answer: LiveAnswer): Promise<void> {
    const start = await this.#start(answer)
    const ending = answer.endedBefore ?? (await this.#goOn(answer, start))
    if (ending === 'busy') return this.#putBack(answer)
    await this.#end(answer, ending)
  }

  async #goOn(answer: LiveAnswer, start: Start | 'failed'): Promise<Ending | 'fenced' | 'busy'> {
    if (start === 'gone') return 'fenced'
    if (start === 'stopped') return STOPPED
    if (start === 'failed') return failed('internal')
    if (start === 'busy') return 'busy'
    answer.stream.status = 'open'
    answer.stream.startedAt = new Date().toISOString()
    this.#chat.feed.publish(answer.userId, { type: 'stream-opened', stream: { ...answer.stream } })
    return writeAnswer(this.#chat, answer, (delta) => this.#publish(answer, delta))
  }

  #putBack(answer: LiveAnswer): void {
    this.#running.delete(answer.stream.id)
    setTimeout(() => this.#pump(), this.#queue.putBack(answer)).unref()
    if (this.#closing) this.#stopWaiting(answer.stream.id, SERVER_STOPPED)
    this.#pump()
  }

  /** A database that is away is waited for, as a busy session is; any other fault would come again. */
  async #start({ stream }: LiveAnswer): Promise<Start | 'failed'> {
    const { db, serverId, log, runningAnswersPerUser } = this.#chat
    try {
      return await startStream(db, serverId, stream.id, runningAnswersPerUser)
    } catch (error) {
      if (error instanceof DuckError && error.code === 'SERVICE_UNAVAILABLE') return 'busy'
      log.error({ streamId: stream.id, fault: faultOf(error) }, 'answer not started')
      return 'failed'
    }
  }

  #publish(answer: LiveAnswer, delta: string): void {
    const { id: streamId, sessionId } = answer.stream
    const offset = answer.text.length - delta.length
    this.#outbox.add({ userId: answer.userId, sessionId, streamId, offset, delta })
    this.#checkpointer.mark(answer)
  }

  async #end(answer: LiveAnswer, ending: Ending | 'fenced'): Promise<void> {
    this.#outbox.flush(answer.stream.id)
    // Until its row is there its last text goes on to be made durable: that may take a while, and this server may die.
    const announce = await endAnswer(this.#chat, answer, ending)
    this.#checkpointer.forget(answer)
    this.#running.delete(answer.stream.id)
    announce()
    this.freed(answer.stream.sessionId)
  }
}
