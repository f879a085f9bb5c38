import { keptIds, keptKey } from './kept.ts'
import { storage } from './storage.ts'
import type { Store } from './store.ts'

const WRITE_AFTER_MS = 250

/** What one user typed and did not send, by session; it survives a reload. */
export class Drafts {
  readonly #owner: Store<string | null>
  readonly #texts = new Map<string, string>()
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #listeners = new Set<() => void>()

  constructor(owner: Store<string | null>) {
    this.#owner = owner
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get(sessionId: string): string {
    const known = this.#texts.get(sessionId)
    if (known !== undefined) return known
    const stored = storage.read(this.#keyOf(sessionId)) ?? ''
    this.#texts.set(sessionId, stored)
    return stored
  }

  set(sessionId: string, text: string): void {
    this.#texts.set(sessionId, text)
    clearTimeout(this.#timers.get(sessionId))
    this.#timers.set(
      sessionId,
      setTimeout(() => this.#flush(sessionId), WRITE_AFTER_MS),
    )
    this.#tell()
  }

  /** All that is not blank, also of sessions that this tab does not show. */
  all(): string[] {
    this.flushAll()
    const stored = keptIds(this.#owner.get(), 'draft').map((id) => this.get(id))
    return stored.filter((text) => text.trim() !== '')
  }

  /** Writes now what a timer would write later: the page may be gone by then. */
  flushAll(): void {
    for (const sessionId of this.#timers.keys()) this.#flush(sessionId)
  }

  /** Reads anew what is stored: it is another user's now, or more of it. */
  reread(): void {
    for (const [sessionId, text] of this.#texts) if (text === '') this.#texts.delete(sessionId)
    this.#tell()
  }

  /** Nothing is kept from now on. */
  forget(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
    this.#texts.clear()
  }

  #flush(sessionId: string): void {
    clearTimeout(this.#timers.get(sessionId))
    this.#timers.delete(sessionId)
    storage.write(this.#keyOf(sessionId), this.#texts.get(sessionId) || null)
  }

  #keyOf(sessionId: string): string {
    return keptKey(this.#owner.get(), 'draft', sessionId)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
