import { createWSClient, type TRPCWebSocketClient } from '@trpc/client'
import type { Account } from './account.ts'
import { PromptCloseSocket } from './prompt-close-socket.ts'
import type { Store } from './store.ts'

const RECONNECT_MS = [0, 250, 500, 1_000, 2_000]
const RECONNECT_LONGEST_MS = 4_000
/** The server's word for: what the socket was opened with is good no longer. */
const SIGNED_OUT = 4401

export interface Socket {
  client: TRPCWebSocketClient
  /** Opens it anew: who is signed in is read only when it opens. */
  reopen: () => void
  close: () => void
}

/** The WebSocket of a user's page. It opens as soon as that user is signed in, and again whenever it was lost. */
export function createSocket(account: Account, caller: Store<string | null>): Socket {
  let opened = true
  const client = createWSClient({
    url: async () => {
      // A refused upgrade does not tell why: it may be that nobody is signed in any more.
      if (!opened) await account.look()
      opened = false
      await account.whenIn(caller)
      return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/trpc`
    },
    WebSocket: PromptCloseSocket,
    onOpen: () => {
      opened = true
    },
    onClose: (cause) => {
      if (cause?.code === SIGNED_OUT) opened = false
    },
    keepAlive: { enabled: true, intervalMs: 5_000, pongTimeoutMs: 2_000 },
    retryDelayMs: (attempt) => jittered(RECONNECT_MS[attempt] ?? RECONNECT_LONGEST_MS),
  })
  const abandon = () => {
    const ws = client.connection?.ws
    if (ws instanceof PromptCloseSocket) ws.abandon()
  }
  return {
    client,
    reopen: abandon,
    close: () => {
      void client.close()
      abandon()
    },
  }
}

function jittered(ms: number): number {
  return ms * (0.75 + Math.random() * 0.5)
}
