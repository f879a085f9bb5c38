import type { Session } from '@duck/protocol'

/** What this tab has asked the server to change and has no answer to yet. It lies over every answer that comes meanwhile. */
export class AskedChanges {
  readonly #patches = new Set<{ sessionId: string; patch: Partial<Session> }>()
  readonly #removed = new Set<string>()

  /** Returns what ends it. */
  change(sessionId: string, patch: Partial<Session>): () => void {
    const asked = { sessionId, patch }
    this.#patches.add(asked)
    return () => void this.#patches.delete(asked)
  }

  remove(sessionId: string): () => void {
    this.#removed.add(sessionId)
    return () => void this.#removed.delete(sessionId)
  }

  isRemoved(sessionId: string): boolean {
    return this.#removed.has(sessionId)
  }

  over(session: Session): Session {
    const patches = [...this.#patches].filter(({ sessionId }) => sessionId === session.id)
    return patches.length === 0 ? session : Object.assign({}, session, ...patches.map(({ patch }) => patch))
  }
}
