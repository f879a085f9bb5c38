import {
  createTRPCClient,
  createWSClient,
  type HTTPBatchLinkOptions,
  httpBatchStreamLink,
  splitLink,
  wsLink,
} from '@trpc/client'
import type { AppRouter } from './app-router.ts'
import { PromptCloseSocket } from './prompt-close-socket.ts'
import { type OnWaiting, sendInOrder } from './send-in-order.ts'
import type { SendQueue } from './send-queue.ts'

type Fetch = NonNullable<HTTPBatchLinkOptions<AppRouter['_def']['_config']['$types']>['fetch']>

const CALLS_PER_BATCH = 10
const CALL_TIMEOUT_MS = 20_000
const RECONNECT_MS = [0, 250, 500, 1_000, 2_000]
const RECONNECT_LONGEST_MS = 4_000

/** Subscriptions over one WebSocket, short calls over HTTP, sends in order. */
export function createClient(queue: SendQueue, onWaiting: OnWaiting) {
  const socket = createWSClient({
    url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/trpc`,
    WebSocket: PromptCloseSocket,
    keepAlive: { enabled: true, intervalMs: 5_000, pongTimeoutMs: 2_000 },
    retryDelayMs: (attempt) => jittered(RECONNECT_MS[attempt] ?? RECONNECT_LONGEST_MS),
  })
  return createTRPCClient<AppRouter>({
    links: [
      sendInOrder(queue, onWaiting),
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: wsLink({ client: socket }),
        false: httpBatchStreamLink({ url: '/trpc', maxItems: CALLS_PER_BATCH, fetch: fetchInTime }),
      }),
    ],
  })
}

function jittered(ms: number): number {
  return ms * (0.75 + Math.random() * 0.5)
}

/** A call on a dead line ends by itself, so that the queue behind it moves on; its id makes the retry safe. */
const fetchInTime: Fetch = (url, init) => {
  const timeout = AbortSignal.timeout(CALL_TIMEOUT_MS)
  const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout
  return fetch(url, { ...init, signal })
}
