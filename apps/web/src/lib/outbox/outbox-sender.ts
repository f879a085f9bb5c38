import { sleep } from '../sleep.ts'
import type { Outbox } from './outbox.ts'
import type { Acked } from './outbox-channel.ts'
import { headsOf, isRefused, type OutboxEntry } from './outbox-entry.ts'

/** How long a tab leaves another tab's message to it before it sends it in its place: that tab may be gone or frozen. */
const TAKE_OVER_MS = 3_000
/** How long it looks into the store before it sends. */
const LOOK_MS = 250
/** No server asks for more; a longer wait comes of a clock that was set. */
const LONGEST_WAIT_MS = 60_000

/** What a failed try means: wait and try again, or not sent, with the reason in words. */
export type Verdict = { waitMs: number; waitingFor: string; fault: boolean } | { refused: string }

export interface SenderOptions {
  outbox: Outbox
  /** One try to get it to the server. Made again, here or in another tab, it is the same message. */
  attempt: (entry: OutboxEntry, signal: AbortSignal) => Promise<Acked>
  judge: (error: unknown, entry: OutboxEntry) => Verdict
  /** Runs `work` in one of the browser's tabs at a time; it does no harm when two do. */
  inTurn: (sessionId: string, work: () => Promise<void>) => Promise<void>
}

/**
 * Gets the outbox's messages to the server. Of each session one is on its way at a time, the earliest; the next one follows when
 * it is acked or finally refused. A try that failed for a while is made again, for ever.
 */
export class OutboxSender {
  readonly #given: SenderOptions
  /** This tab tries them without waiting for another. */
  readonly #mine = new Set<string>()
  /** What it leaves to others, and until when by the page's clock. A change shows that somebody is at it. */
  readonly #left = new Map<string, { entry: OutboxEntry; until: number }>()
  /** Until when it does not try again itself, by the page's clock, whatever the store has kept of it. */
  readonly #notBefore = new Map<string, number>()
  /** The sessions that this tab sends to just now. */
  readonly #running = new Set<string>()
  /** Those whose next try waits no longer. */
  readonly #hurried = new Set<string>()
  readonly #over = new AbortController()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(given: SenderOptions) {
    this.#given = given
    const stop = given.outbox.entries.subscribe(() => this.#pump())
    this.#over.signal.addEventListener('abort', stop)
    this.#pump()
  }

  /** This tab sends it at once; others only if this one does not. */
  take(id: string): void {
    this.#mine.add(id)
    this.#notBefore.delete(id)
  }

  /** Whoever sent them may be gone. */
  takeAll(): void {
    for (const { id } of this.#given.outbox.entries.get()) this.take(id)
    this.#pump()
  }

  /** What waits for its next try is tried now: something has changed for the better. */
  hurry(): void {
    for (const { id, sessionId } of headsOf(this.#given.outbox.entries.get()))
      if (this.#mine.has(id)) this.#hurried.add(sessionId)
    this.#pump()
  }

  /** Sends nothing from now on. */
  close(): void {
    this.#over.abort()
    clearTimeout(this.#timer)
  }

  #pump(): void {
    if (this.#over.signal.aborted) return
    clearTimeout(this.#timer)
    const waits: number[] = []
    for (const head of headsOf(this.#given.outbox.entries.get())) {
      if (this.#running.has(head.sessionId)) continue
      const wait = this.#waitOf(head)
      if (wait > 0) waits.push(wait)
      else void this.#run(head.sessionId)
    }
    if (waits.length > 0) this.#timer = setTimeout(() => this.#pump(), Math.min(...waits))
  }

  /** Milliseconds until this tab begins to send it: others' messages it leaves to them for a while. */
  #waitOf(entry: OutboxEntry): number {
    const due = this.#dueIn(entry)
    if (this.#mine.has(entry.id) || this.#hurried.has(entry.sessionId)) return due
    const now = performance.now()
    const before = this.#left.get(entry.id)
    const leave = before?.entry === entry ? before : { entry, until: now + Math.max(0, due) + TAKE_OVER_MS }
    this.#left.set(entry.id, leave)
    return leave.until - now
  }

  /** Milliseconds until its next try. */
  #dueIn(entry: OutboxEntry): number {
    if (this.#hurried.has(entry.sessionId)) return 0
    const wait = entry.retryAt - Date.now()
    const own = (this.#notBefore.get(entry.id) ?? 0) - performance.now()
    return Math.max(wait > LONGEST_WAIT_MS ? 0 : wait, own)
  }

  async #run(sessionId: string): Promise<void> {
    this.#running.add(sessionId)
    try {
      await this.#given.inTurn(sessionId, () => this.#drain(sessionId))
    } finally {
      this.#running.delete(sessionId)
      this.#pump()
    }
  }

  /** Sends one after another, whichever tab they are of, until one has to wait. */
  async #drain(sessionId: string): Promise<void> {
    const { outbox } = this.#given
    // Another tab may have sent it, or begun to wait, before it was this one's turn. It does no harm not to know that.
    await Promise.race([outbox.reread(), sleep(LOOK_MS)])
    for (;;) {
      const head = headsOf(outbox.entries.get()).find((entry) => entry.sessionId === sessionId)
      if (!head || this.#over.signal.aborted) return
      if (this.#dueIn(head) > 0) return
      this.#hurried.delete(sessionId)
      this.#mine.add(head.id)
      if (!(await this.#try(head))) return
    }
  }

  /** False when it has to wait. */
  async #try(entry: OutboxEntry): Promise<boolean> {
    const { outbox, attempt, judge } = this.#given
    try {
      outbox.acked(await attempt(entry, this.#over.signal))
      return true
    } catch (error) {
      if (this.#over.signal.aborted) return false
      const verdict = judge(error, entry)
      this.#notBefore.set(
        entry.id,
        performance.now() + ('refused' in verdict ? LONGEST_WAIT_MS : verdict.waitMs),
      )
      await outbox.change((other) => (other.id === entry.id ? judged(other, verdict) : other))
      return 'refused' in verdict
    }
  }
}

function judged(entry: OutboxEntry, verdict: Verdict): OutboxEntry {
  // Set aside in the meantime.
  if (isRefused(entry)) return entry
  if ('refused' in verdict) return { ...entry, refused: verdict.refused }
  return {
    ...entry,
    tries: entry.tries + 1,
    faults: entry.faults + Number(verdict.fault),
    retryAt: Date.now() + verdict.waitMs,
    waitingFor: verdict.waitingFor,
  }
}
