import { ServerResponse } from 'node:http'
import type { Actor } from '@duck/chat'
import { type AuthDb, stillGood } from '@duck/store'
import type { WebSocket } from 'ws'

const EVERY_MS = 3_000
/** Who is signed in is remembered for 4 s: what is opened by that is looked at soon, so that all is over within 5 s. */
const NEW_MS = 250
const GOODBYE_MS = 500
/** Of our own: what the socket was opened with is good no longer. */
export const SIGNED_OUT = 4401

/**
 * The open sockets and event streams, and what they were opened with. One whose sign-in or API key ends is closed: at once where the server is told, and at the next look, 3 s later at most, where it is not.
 */
export class RevokedSockets {
  readonly #db: AuthDb
  readonly #open = new Map<WebSocket | ServerResponse, Actor>()
  /** One for all that is open: it is called on what closes. */
  readonly #gone: (this: WebSocket | ServerResponse) => void
  #new: [WebSocket | ServerResponse, Actor][] = []
  #timer: NodeJS.Timeout | null = null
  #newTimer: NodeJS.Timeout | null = null
  #closed = false

  constructor(db: AuthDb) {
    this.#db = db
    const open = this.#open
    this.#gone = function () {
      open.delete(this)
    }
    this.#schedule()
  }

  add(opened: WebSocket | ServerResponse, actor: Actor): void {
    this.#open.set(opened, actor)
    opened.on('close', this.#gone)
    this.#new.push([opened, actor])
    this.#newTimer ??= setTimeout(() => void this.#lookAtNew(), NEW_MS)
  }

  /** Looks at those of one user now, or at all. */
  async look(userId?: string): Promise<void> {
    await this.#end([...this.#open].filter(([, actor]) => userId === undefined || actor.userId === userId))
  }

  [Symbol.dispose](): void {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
    if (this.#newTimer) clearTimeout(this.#newTimer)
  }

  async #lookAtNew(): Promise<void> {
    const opened = this.#new.filter(([one]) => this.#open.has(one))
    this.#new = []
    this.#newTimer = null
    await this.#end(opened)
  }

  async #end(all: readonly [WebSocket | ServerResponse, Actor][]): Promise<void> {
    const ids = new Set(all.flatMap(([, { credentialId }]) => credentialId ?? []))
    if (ids.size === 0) return
    // Who cannot be asked for a moment has not signed anybody out.
    const good = await stillGood(this.#db, [...ids]).catch(() => ids)
    for (const [one, { credentialId }] of all) {
      if (credentialId === undefined || good.has(credentialId)) continue
      if (one instanceof ServerResponse) one.destroy()
      else endSocket(one)
    }
  }

  #schedule(): void {
    if (this.#closed) return
    this.#timer = setTimeout(() => void this.look().then(() => this.#schedule()), EVERY_MS)
  }
}

/** A client may leave the goodbye unanswered, and go on calling as long as anybody listens. */
function endSocket(socket: WebSocket): void {
  socket.removeAllListeners('message')
  socket.close(SIGNED_OUT, 'signed out')
  setTimeout(() => socket.terminate(), GOODBYE_MS).unref()
}
