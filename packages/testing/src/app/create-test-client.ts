import type { AppRouter } from '@duck/api'
import {
  createTRPCClient,
  createWSClient,
  httpBatchStreamLink,
  splitLink,
  type TRPCClient,
  wsLink,
} from '@trpc/client'
import { TEST_HEADERS } from '../database/test-user.ts'
import { webSocketWith } from './web-socket-with.ts'

/** A typed client of a running server, with its WebSocket. */
export interface TestClient {
  rpc: TRPCClient<AppRouter>
  /** Ends the WebSocket and its subscriptions. */
  close: () => Promise<void>
}

// The server refuses larger ones.
const BATCH = 10

/**
 * As the user of the tests unless told otherwise. Calls go over HTTP in batches, subscriptions over one WebSocket that is
 * opened at the first of them.
 */
export function createTestClient(url: string, headers: Record<string, string> = TEST_HEADERS): TestClient {
  const webSocket = createWSClient({
    url: `${url.replace(/^http/, 'ws')}/trpc`,
    lazy: { enabled: true, closeMs: 1000 },
    WebSocket: webSocketWith(headers),
  })
  const rpc = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: wsLink({ client: webSocket }),
        false: httpBatchStreamLink({ url: `${url}/trpc`, headers, maxItems: BATCH }),
      }),
    ],
  })
  return { rpc, close: () => webSocket.close() }
}
