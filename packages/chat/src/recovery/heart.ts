import { beat, forgetServer, listForgottenServers, type Settled, settleOrphans } from '@duck/store'
import type { Base } from '../context.ts'
import { faultOf } from '../fault.ts'
import { publishChange } from '../sync/publish-change.ts'
import { Silences } from './silences.ts'

const BEAT_MS = 1000

/**
 * Beats once a second so that other servers know this one lives, and settles the answers of servers whose beat has
 * stopped: each becomes a row with the text of its checkpoints, marked `interrupted`.
 */
export class Heart {
  readonly #chat: Base
  readonly #silences = new Silences()
  #timer: NodeJS.Timeout | null = null
  #beating: Promise<void> = Promise.resolve()
  #stopped = false
  /** Told once an outage. */
  #failing = false

  constructor(chat: Base) {
    this.#chat = chat
  }

  async start(): Promise<void> {
    await this.#beat()
    this.#schedule()
  }

  /** Stops beating and takes this server out of the list, once it has no running stream left. */
  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#beating
    await forgetServer(this.#chat.db, this.#chat.serverId).catch(() => {})
  }

  #schedule(): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#beating = this.#beat().then(() => this.#schedule())
    }, BEAT_MS)
  }

  async #beat(): Promise<void> {
    const { db, serverId, log } = this.#chat
    try {
      const beats = await beat(db, serverId)
      for (const forgotten of await listForgottenServers(db)) beats.set(forgotten, 'gone')
      beats.delete(serverId)
      for (const dead of this.#silences.hear(beats, performance.now())) await this.#settle(dead)
      this.#failing = false
    } catch (error) {
      this.#silences.forget()
      if (!this.#failing) log.warn({ fault: faultOf(error) }, 'beat failed')
      this.#failing = true
    }
  }

  async #settle(dead: string): Promise<void> {
    const settled = await settleOrphans(this.#chat.db, dead)
    await forgetServer(this.#chat.db, dead)
    for (const end of settled) this.#announce(end)
    if (settled.length > 0)
      this.#chat.log.info({ server: dead, streams: settled.length }, 'settled the answers of a dead server')
  }

  #announce({ userId, streamId, messageIndex, ...change }: Settled): void {
    if (messageIndex !== null) publishChange(this.#chat, userId, change)
    this.#chat.feed.publish(userId, {
      type: 'stream-ended',
      streamId,
      sessionId: change.sessionId,
      status: 'interrupted',
      ...(messageIndex === null ? {} : { messageIndex }),
    })
  }
}
