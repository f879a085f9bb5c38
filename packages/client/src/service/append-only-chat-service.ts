import {
  DuckError,
  idOfCopy,
  type Message,
  type Metadata,
  planSave,
  type Role,
  type Session,
} from '@duck/protocol'
import { createDuckClient, type DuckClient } from '../create-duck-client.ts'
import type { ClientOptions } from '../settings.ts'
import type { ListedChatMessage } from './listed-chat-message.ts'
import { checkStorable, type ReadMessage, readList } from './read-list.ts'

const PAGE_ROWS = 200

export interface ChatServiceOptions extends ClientOptions {
  /** A client that is there already; the others then mean nothing. */
  client?: DuckClient | undefined
}

/**
 * One conversation, under the names that callers of the old app know. Nothing of it removes or changes a message. Calls
 * that are not awaited happen in the order they were made.
 */
export class AppendOnlyChatService {
  readonly sessionId: string
  readonly #client: DuckClient
  readonly #userId: string | undefined
  #checked: Promise<void> | undefined
  #last: Promise<unknown> = Promise.resolve()

  /** `userId`, if given, must be who is signed in: else every call is FORBIDDEN. */
  constructor(sessionId: string, userId?: string, options: ChatServiceOptions = {}) {
    this.sessionId = sessionId
    this.#userId = userId
    this.#client = options.client ?? createDuckClient(options)
  }

  /** Makes the conversation; one that is there already and is the same is given back. */
  createChatSession(model?: string, title?: string): Promise<Session> {
    const settings = { ...(model === undefined ? {} : { model }), ...(title === undefined ? {} : { title }) }
    return this.#inTurn(() => this.#client.rpc.session.create.mutate({ id: this.sessionId, ...settings }))
  }

  /** Appends one message at the end, once. */
  appendMessage(role: Role, content: string, metadata?: Metadata): Promise<Message> {
    return this.#inTurn(() => this.#client.session(this.sessionId).append({ role, content, metadata }))
  }

  /** The whole conversation as it is shown, in order. */
  loadChatSession(): Promise<Message[]> {
    return this.#inTurn(() => this.#load())
  }

  /**
   * Saves a whole list, perhaps an old copy of it: what is not stored yet is appended, and nothing is removed. Gives the stored
   * list.
   *
   * @throws DuckError BAD_REQUEST, which names the message at fault; nothing is stored then.
   */
  saveChatSession(messages: readonly ListedChatMessage[]): Promise<Message[]> {
    return this.#inTurn(async () => {
      const given = readList(messages)
      const stored = await this.#load()
      const missing = planSave(this.sessionId, stored, given)
      // All of them before any is stored; what is stored already came in by another way, and stays.
      for (const message of missing) checkStorable(message)
      for (const message of missing) await this.#appendOwnOrCopy(message)
      return missing.length === 0 ? stored : this.#load()
    })
  }

  /** Ends what is under way; a client that was passed in goes on. */
  close(): void {
    this.#client.close()
  }

  #inTurn<Value>(job: () => Promise<Value>): Promise<Value> {
    const mine = this.#last.then(() => this.#check()).then(job)
    this.#last = mine.catch(() => undefined)
    return mine
  }

  async #check(): Promise<void> {
    if (this.#userId === undefined) return
    this.#checked ??= this.#compare(this.#userId)
    try {
      await this.#checked
    } catch (error) {
      this.#checked = undefined
      throw error
    }
  }

  /** @throws DuckError FORBIDDEN */
  async #compare(userId: string): Promise<void> {
    const me = await this.#client.rpc.user.me.query()
    if (me.id !== userId) throw new DuckError('FORBIDDEN', 'The user is not the one who is signed in.')
  }

  /** A list that was copied from another conversation comes with the ids of that one's messages. */
  async #appendOwnOrCopy({ id, role, content, metadata }: ReadMessage & { id: string }): Promise<void> {
    const session = this.#client.session(this.sessionId)
    try {
      await session.append({ id, role, content, metadata })
    } catch (error) {
      if (!(error instanceof DuckError) || error.facts.reason !== 'id-reused') throw error
      await session.append({ id: idOfCopy(this.sessionId, id), role, content, metadata })
    }
  }

  async #load(): Promise<Message[]> {
    const pages: Message[][] = []
    let before: number | undefined
    for (;;) {
      const page = before === undefined ? {} : { before }
      const { messages } = await this.#client.rpc.message.line.query({
        sessionId: this.sessionId,
        limit: PAGE_ROWS,
        ...page,
      })
      pages.unshift(messages)
      const first = messages[0]
      if (!first || first.parentId === null) return pages.flat()
      before = first.messageIndex
    }
  }
}
