import {
  beat,
  forgetServer,
  isServerConnected,
  listForgottenServers,
  type Settled,
  settleOrphans,
} from '@duck/store'
import type { Chat } from '../context.ts'
import { faultOf } from '../fault.ts'
import { publishChange } from '../sync/publish-change.ts'
import { type Silence, Silences } from './silences.ts'
import { Sweep } from './sweep.ts'

const BEAT_MS = 1_000
/** A server that is connected but does not beat is stopped, or hangs: it gets so long before it counts as dead. */
const STOPPED_FOR_MS = 90_000

/**
 * Beats once a second so that other servers know this one lives, and settles the answers of servers that are gone:
 * each becomes a row with the text of its checkpoints, marked `interrupted`.
 */
export class Heart {
  readonly #chat: Chat
  readonly #silences = new Silences()
  readonly #sweep: Sweep
  #timer: NodeJS.Timeout | null = null
  #beating: Promise<void> = Promise.resolve()
  #stopped = false
  /** Told once an outage. */
  #failing = false

  constructor(chat: Chat) {
    this.#chat = chat
    this.#sweep = new Sweep(chat)
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
    const { db, serverId, log, peers } = this.#chat
    try {
      const beats = await beat(db, serverId)
      beats.delete(serverId)
      peers.meet(new Set(beats.keys()))
      for (const forgotten of await listForgottenServers(db)) beats.set(forgotten, 'gone')
      beats.delete(serverId)
      for (const silence of this.#silences.hear(beats, performance.now()))
        if (await this.#isDead(silence)) await this.#settle(silence.serverId)
      await this.#sweep.run()
      this.#failing = false
    } catch (error) {
      this.#silences.forget()
      if (!this.#failing) log.warn({ fault: faultOf(error) }, 'beat failed')
      this.#failing = true
    }
  }

  async #isDead({ serverId, ms }: Silence): Promise<boolean> {
    return ms >= STOPPED_FOR_MS || !(await isServerConnected(this.#chat.db, serverId))
  }

  async #settle(dead: string): Promise<void> {
    const { db, log } = this.#chat
    const settled = await settleOrphans(db, dead)
    await forgetServer(db, dead)
    for (const end of settled) this.#announce(end)
    db.metrics.orphansSettled(settled.length)
    if (settled.length > 0)
      log.info({ server: dead, streams: settled.length }, 'settled the answers of a dead server')
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
    this.#chat.answers.freed(change.sessionId)
  }
}
