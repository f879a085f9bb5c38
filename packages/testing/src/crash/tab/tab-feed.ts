import type { AppRouter } from '@duck/api'
import type { SyncEvent } from '@duck/protocol'
import {
  createTRPCClient,
  createWSClient,
  type TRPCClient,
  type TRPCWebSocketClient,
  wsLink,
} from '@trpc/client'
import { webSocketWith } from '../../app/web-socket-with.ts'
import { TEST_HEADERS } from '../../database/test-user.ts'

export interface TabFeedOptions {
  /** Asked at each connect. */
  url: () => string
  sessionId: string
  take: (event: SyncEvent) => void
}

const RECONNECT_MS = 100
const RESUBSCRIBE_MS = 500

/** A tab's one subscription. A connection that is lost is made again and goes on after the last event. */
export class TabFeed implements AsyncDisposable {
  readonly #options: TabFeedOptions
  readonly #socket: TRPCWebSocketClient
  readonly #rpc: TRPCClient<AppRouter>
  #unsubscribe = () => {}
  #timer: NodeJS.Timeout | undefined

  constructor(options: TabFeedOptions) {
    this.#options = options
    this.#socket = createWSClient({
      url: () => `${options.url().replace(/^http/, 'ws')}/trpc`,
      WebSocket: webSocketWith(TEST_HEADERS),
      keepAlive: { enabled: true, intervalMs: 5_000, pongTimeoutMs: 2_000 },
      retryDelayMs: () => RECONNECT_MS,
    })
    this.#rpc = createTRPCClient<AppRouter>({ links: [wsLink({ client: this.#socket })] })
    this.#subscribe()
  }

  /** Begins anew, soon: what was heard before is forgotten. */
  resubscribe(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#subscribe()
    }, RESUBSCRIBE_MS)
  }

  #subscribe(): void {
    this.#unsubscribe()
    let current = true
    // An unsubscribe completes it too.
    const again = () => current && this.resubscribe()
    const { sessionId, take } = this.#options
    const subscription = this.#rpc.sync.subscribe.subscribe(
      { sessionIds: [sessionId] },
      { onData: ({ data }) => take(data), onError: again, onComplete: again },
    )
    this.#unsubscribe = () => {
      current = false
      subscription.unsubscribe()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer)
    this.#unsubscribe()
    await this.#socket.close()
  }
}
