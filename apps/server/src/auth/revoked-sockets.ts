import type { Actor } from '@duck/chat'
import { type AuthDb, stillGood } from '@duck/store'
import type { WebSocket } from 'ws'

const EVERY_MS = 3_000
const GOODBYE_MS = 500
/** Of our own: what the socket was opened with is good no longer. */
export const SIGNED_OUT = 4401

/**
 * The open sockets and what they were opened with. One whose sign-in or API key ends is closed: at once where the server
 * is told, and at the next look, 3 s later at most, where it is not.
 */
export class RevokedSockets {
  readonly #db: AuthDb
  readonly #sockets = new Map<WebSocket, Actor>()
  #timer: NodeJS.Timeout | null = null
  #closed = false

  constructor(db: AuthDb) {
    this.#db = db
    this.#schedule()
  }

  add(socket: WebSocket, actor: Actor): void {
    this.#sockets.set(socket, actor)
    socket.once('close', () => this.#sockets.delete(socket))
  }

  /** Looks at the sockets of one user now, or of all. */
  async look(userId?: string): Promise<void> {
    const open = [...this.#sockets].filter(([, actor]) => userId === undefined || actor.userId === userId)
    const ids = new Set(open.flatMap(([, { credentialId }]) => credentialId ?? []))
    if (ids.size === 0) return
    // Who cannot be asked for a moment has not signed anybody out.
    const good = await stillGood(this.#db, [...ids]).catch(() => ids)
    for (const [socket, { credentialId }] of open)
      if (credentialId !== undefined && !good.has(credentialId)) end(socket)
  }

  [Symbol.dispose](): void {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  #schedule(): void {
    if (this.#closed) return
    this.#timer = setTimeout(() => void this.look().then(() => this.#schedule()), EVERY_MS)
  }
}

/** A client may leave the goodbye unanswered, and go on calling as long as anybody listens. */
function end(socket: WebSocket): void {
  socket.removeAllListeners('message')
  socket.close(SIGNED_OUT, 'signed out')
  setTimeout(() => socket.terminate(), GOODBYE_MS).unref()
}
