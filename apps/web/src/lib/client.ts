import {
  createTRPCClient,
  type HTTPBatchLinkOptions,
  httpBatchStreamLink,
  splitLink,
  wsLink,
} from '@trpc/client'
import type { Account } from './account.ts'
import type { AppRouter } from './app-router.ts'
import { callsInTime } from './calls-in-time.ts'
import { createSocket } from './create-socket.ts'
import type { Store } from './store.ts'
import { whenSignedIn } from './when-signed-in.ts'

type HttpOptions = HTTPBatchLinkOptions<AppRouter['_def']['_config']['$types']>

const CALLS_PER_BATCH = 10

export interface ClientOptions {
  account: Account
  /** Whose calls these are; null from when on nothing is called any more. */
  caller: Store<string | null>
}

/** Subscriptions over one WebSocket, short calls over HTTP, all of them the caller's. */
export function createClient({ account, caller }: ClientOptions) {
  const calls = callsInTime()
  const socket = createSocket(account, caller, calls.giveUp)
  const http: HttpOptions = {
    url: '/trpc',
    maxItems: CALLS_PER_BATCH,
    // The browser may be another user's since: then the server refuses.
    headers: () => ({ 'x-duck-user': caller.get() ?? '' }),
    fetch: calls.fetch,
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
  return createTRPCClient<AppRouter>({
    links: [httpBatchStreamLink({ url: '/trpc', fetch: callsInTime().fetch })],
  })
}
