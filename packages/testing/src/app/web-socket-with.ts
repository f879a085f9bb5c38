import { WebSocket as NodeWebSocket } from 'ws'

/** The `ws` package's WebSocket, sending these headers (a cookie) when it connects, which the standard one cannot. */
export function webSocketWith(headers: Record<string, string>): typeof WebSocket {
  class WebSocketWithHeaders extends NodeWebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { headers })
    }
  }
  // `ws` implements the standard interface as far as tRPC uses it; its types are not assignable.
  return WebSocketWithHeaders as unknown as typeof WebSocket
}
