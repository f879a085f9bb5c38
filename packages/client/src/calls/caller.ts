import { backoffMs, LIMITS, uuidv7 } from '@duck/protocol'
import { createTRPCUntypedClient, createWSClient, httpBatchStreamLink, splitLink, wsLink } from '@trpc/client'
import { PromptCloseSocket } from '../live/prompt-close-socket.ts'
import type { CallOptions, Listener, Subscription } from '../rpc/rpc-of.ts'
import type { Settings } from '../settings.ts'
import { isRepeatable } from './is-repeatable.ts'
import { toDuckError } from './to-duck-error.ts'
import { tryAgain } from './try-again.ts'

export type CallType = 'query' | 'mutation'

export interface Named {
  type: CallType
  /** As `message.append`. */
  path: string
  input: unknown
}

export interface Caller {
  /** @throws DuckError */
  call: (named: Named, options?: CallOptions) => Promise<unknown>
  subscribe: (path: string, input: unknown, listener: Listener<unknown>) => Subscription
}

const CALL_TIMEOUT_MS = 20_000
const IDLE_MS = 1_000
/** Asked for in a URL, it could be longer than one may be. */
const LONG_QUERIES = ['message.search']

/** Calls over HTTP, made again where that is safe, and subscriptions over one WebSocket; all end with `over`. */
export function createCaller(settings: Settings, over: AbortSignal): Caller {
  const socket = settings.hasWebSocket ? createSocket(settings) : null
  over.addEventListener('abort', () => void socket?.close())
  const client = createTRPCUntypedClient({ links: [linkOf(settings, socket)] })
  return {
    async call({ type, path, input }, { signal } = {}) {
      const ends = signal ? AbortSignal.any([signal, over]) : over
      const given = path === 'session.create' ? withId(input) : input
      const once = () => {
        const timeout = AbortSignal.any([ends, AbortSignal.timeout(CALL_TIMEOUT_MS)])
        return client[type](path, given, { signal: timeout })
      }
      const { patienceMs } = settings
      return tryAgain(once, {
        patienceMs,
        signal: ends,
        isRepeatable: type === 'query' || isRepeatable(path),
      })
    },
    subscribe(path, input, listener) {
      if (!socket || over.aborted) return refuse(listener)
      const subscription = client.subscription(path, input, {
        onData: listener.onData,
        onError: (error) => listener.onError?.(toDuckError(error)),
        onComplete: () => listener.onComplete?.(),
        onConnectionStateChange: ({ state }) => listener.onConnected?.(state === 'pending'),
      })
      return { unsubscribe: () => subscription.unsubscribe() }
    },
  }
}

type Socket = ReturnType<typeof createSocket>

function createSocket({ url, token }: Settings) {
  return createWSClient({
    url: `${url.replace(/^http/, 'ws')}/trpc`,
    WebSocket: PromptCloseSocket,
    // No header of ours goes with a WebSocket's upgrade in a browser.
    ...(token === undefined ? {} : { connectionParams: () => ({ token }) }),
    lazy: { enabled: true, closeMs: IDLE_MS },
    keepAlive: { enabled: true, intervalMs: 5_000, pongTimeoutMs: 2_000 },
    retryDelayMs: (attempt) => (attempt === 0 ? 0 : backoffMs(attempt) / 2),
  })
}

function linkOf({ url, token }: Settings, socket: Socket | null) {
  const http = {
    url: `${url}/trpc`,
    maxItems: LIMITS.batchCalls,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  }
  return splitLink({
    condition: ({ type }) => type === 'subscription' && socket !== null,
    true: socket ? wsLink({ client: socket }) : httpBatchStreamLink(http),
    false: splitLink({
      condition: ({ path }) => LONG_QUERIES.includes(path),
      true: httpBatchStreamLink({ ...http, methodOverride: 'POST' }),
      false: httpBatchStreamLink(http),
    }),
  })
}

/** Without an id of ours, a second try would make a second session. */
function withId(input: unknown): unknown {
  return { id: uuidv7(), ...(typeof input === 'object' ? input : {}) }
}

function refuse(listener: Listener<unknown>): Subscription {
  queueMicrotask(() => listener.onConnected?.(false))
  return { unsubscribe() {} }
}
