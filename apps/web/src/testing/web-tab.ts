import { type LiveState, type MessageList, must, type SyncEvent } from '@duck/protocol'
import type { SeenTab, SyncServer } from '@duck/protocol/testing'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { createTRPCQueryUtils } from '@trpc/react-query'
import { createInvalidator, type Invalidate } from '../lib/invalidate.ts'
import { LiveStore } from '../lib/live-store.ts'
import { newestPage, setMessageListDefaults } from '../lib/message-cache.ts'
import type { Utils } from '../lib/trpc.ts'
import { scriptedClient } from './scripted-client.ts'

/** The web app's cache, live store and invalidator at a server of the model, showing these sessions. For tests. */
export class WebTab implements SeenTab {
  wantsReady = false
  readonly #server: SyncServer
  readonly #live = new LiveStore()
  readonly #queryClient = new QueryClient({
    defaultOptions: { queries: { staleTime: Infinity, retry: false } },
  })
  readonly #utils: Utils
  readonly #invalidate: Invalidate
  /** Fetches under way, each with what answers it. */
  readonly #answers: (() => void)[] = []

  constructor(server: SyncServer, shown: readonly string[]) {
    this.#server = server
    const queryClient = this.#queryClient
    setMessageListDefaults(queryClient)
    const client = scriptedClient(({ path, input }) => this.#answerLater(path, sessionOf(input)))
    this.#utils = createTRPCQueryUtils({ client, queryClient })
    this.#invalidate = createInvalidator({ utils: this.#utils, queryClient, live: this.#live }, () => {
      this.wantsReady = true
    })
    for (const sessionId of shown) this.#show(sessionId)
  }

  get live(): LiveState {
    return this.#live.get()
  }

  get fetching(): number {
    return this.#answers.length
  }

  apply(event: SyncEvent): void {
    this.#invalidate(this.#live.apply(event))
  }

  settle(pick: number): void {
    for (const answer of this.#answers.splice(pick % (this.#answers.length || 1), 1)) answer()
  }

  list(sessionId: string): MessageList | undefined {
    return this.#utils.message.list.getData(newestPage(sessionId))
  }

  close(): void {
    this.#queryClient.clear()
  }

  #show(sessionId: string): void {
    const { message, stream } = this.#utils
    new QueryObserver(this.#queryClient, message.list.queryOptions(newestPage(sessionId))).subscribe(() => {})
    new QueryObserver(this.#queryClient, stream.list.queryOptions({ sessionId })).subscribe(() => {})
  }

  async #answerLater(path: string, sessionId: string): Promise<unknown> {
    const { limit } = newestPage(sessionId)
    const data =
      path === 'stream.list'
        ? { streams: this.#server.listStreams(sessionId) }
        : this.#server.listMessages(sessionId, limit)
    const answered = Promise.withResolvers<void>()
    this.#answers.push(answered.resolve)
    await answered.promise
    return structuredClone(data)
  }
}

function sessionOf(input: unknown): string {
  const sessionId = typeof input === 'object' && input && 'sessionId' in input ? input.sessionId : null
  return must(typeof sessionId === 'string' ? sessionId : null, 'the session asked about')
}
