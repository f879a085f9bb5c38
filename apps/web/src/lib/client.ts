import {
  createTRPCClient,
  type HTTPBatchLinkOptions,
  httpBatchStreamLink,
  splitLink,
  wsLink,
} from '@trpc/client'
import type { Account } from './account.ts'
import type { AppRouter } from './app-router.ts'
import { createSocket } from './create-socket.ts'
import type { Store } from './store.ts'
import { whenSignedIn } from './when-signed-in.ts'

type Fetch = NonNullable<HTTPBatchLinkOptions<AppRouter['_def']['_config']['$types']>['fetch']>

const CALLS_PER_BATCH = 10
const CALL_TIMEOUT_MS = 20_000

export interface ClientOptions {
  account: Account
  /** Whose calls these are; null from when on nothing is called any more. */
  caller: Store<string | null>
}

/** Subscriptions over one WebSocket, short calls over HTTP, all of them the caller's. */
export function createClient({ account, caller }: ClientOptions) {
  const socket = createSocket(account, caller)
  const http: HTTPBatchLinkOptions<AppRouter['_def']['_config']['$types']> = {
    url: '/trpc',
    maxItems: CALLS_PER_BATCH,
    // The browser may be another user's since: then the server refuses.
    headers: () => ({ 'x-duck-user': caller.get() ?? '' }),
    fetch: fetchInTime,
  }
  const client = createTRPCClient<AppRouter>({
    links: [
      whenSignedIn(account, caller),
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: wsLink({ client: socket.client }),
        false: splitLink({
          // What is looked for may be longer than an address, and is nobody's business who reads addresses.
          condition: ({ path }) => path === 'message.search',
          true: httpBatchStreamLink({ ...http, methodOverride: 'POST' }),
          false: httpBatchStreamLink(http),
        }),
      }),
    ],
  })
  return { client, socket }
}

/** What the server says to those who are not signed in. */
export function createPublicClient() {
  return createTRPCClient<AppRouter>({ links: [httpBatchStreamLink({ url: '/trpc', fetch: fetchInTime })] })
}

/** A call on a dead line ends by itself, so that the queue behind it moves on; its id makes the retry safe. */
const fetchInTime: Fetch = (url, init) => {
  const timeout = AbortSignal.timeout(CALL_TIMEOUT_MS)
  const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout
  return fetch(url, { ...init, signal })
}
