import type { Acked } from '../lib/outbox/outbox-channel.ts'
import type { OutboxEntry } from '../lib/outbox/outbox-entry.ts'
import { row } from './rows.ts'

/** A server that stores messages once an id, and fails as it is told to. For tests. */
export class OutboxServer {
  /** The ids of all tries, in the order in which they began. */
  readonly tried: string[] = []
  readonly #logs = new Map<string, string[]>()
  readonly #held: { sessionId: string | null; opened: Promise<void> }[] = []
  #failures = 0
  #refusals = 0
  #lost = 0

  log(sessionId: string): string[] {
    return this.#logs.get(sessionId) ?? []
  }

  failNext(count: number): void {
    this.#failures += count
  }

  refuseNext(): void {
    this.#refusals++
  }

  /** Stores the next one, and its answer does not arrive. */
  loseNextAnswer(): void {
    this.#lost++
  }

  /** Tries that begin from now on go no further until the function given back is called. */
  hold(sessionId: string | null = null): () => void {
    const gate = Promise.withResolvers<void>()
    this.#held.push({ sessionId, opened: gate.promise })
    return gate.resolve
  }

  /** Tries that begin from now on pass, while those that are held stay so. */
  letOthersPass(): void {
    this.#held.splice(0)
  }

  isFinal(error: unknown): boolean {
    return error === REFUSED
  }

  async attempt({ sessionId, id, streamId }: OutboxEntry): Promise<Acked> {
    this.tried.push(id)
    for (const held of this.#held) if ((held.sessionId ?? sessionId) === sessionId) await held.opened
    await Promise.resolve()
    if (this.#failures > 0 && this.#failures--) throw new TypeError('fetch failed')
    if (this.#refusals > 0 && this.#refusals--) throw REFUSED
    const log = this.log(sessionId)
    if (!log.includes(id)) this.#logs.set(sessionId, [...log, id])
    if (this.#lost > 0 && this.#lost--) throw new TypeError('terminated')
    const stream = { id: streamId, sessionId, promptId: id, model: 'm', offset: 0, errorClass: null }
    const times = { startedAt: '2025-01-01T00:00:00.000Z', endedAt: null }
    return {
      message: row(this.log(sessionId).indexOf(id), { id, sessionId }),
      stream: { ...stream, ...times, status: 'queued' },
    }
  }
}

const REFUSED = new Error('refused')
