import { listServerStreams } from '@duck/store'
import type { Chat } from '../context.ts'

/**
 * Compares what this process writes with what the database holds it to. A stream that was opened by a call whose
 * answer was lost is taken on, one whose end was asked for at another server is stopped, and one that is no longer
 * this server's is given up: so that nothing waits for ever.
 */
export class Sweep {
  readonly #chat: Chat
  /** Not known here at the last look: a second time it is no coincidence. */
  #unknown = new Set<string>()

  constructor(chat: Chat) {
    this.#chat = chat
  }

  async run(): Promise<void> {
    const { answers, db, serverId } = this.#chat
    // What begins or ends while the database looks is left for the next time.
    const here = answers.ids()
    const there = await listServerStreams(db, serverId)
    const held = new Set(there.map(({ stream }) => stream.id))
    for (const id of here) if (!held.has(id)) answers.lose(id)
    const unknown = new Set<string>()
    for (const owned of there) {
      const { id } = owned.stream
      if (owned.stopAsked) answers.stop(id)
      if (answers.find(id)) continue
      if (this.#unknown.has(id)) answers.adopt(owned)
      else unknown.add(id)
    }
    this.#unknown = unknown
  }
}
