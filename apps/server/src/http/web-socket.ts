import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ApiContext, appRouter } from '@duck/api'
import type { Context } from '@duck/chat'
import { LIMITS } from '@duck/protocol'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { BoundedWebSocket } from './bounded-web-socket.ts'
import { eventEncoder, frameOf, requestOf } from './event-encoder.ts'
import { foreignIn } from './guard.ts'
import { keepAlive } from './keep-alive.ts'

const PING_MS = 15_000
const PONG_MS = 10_000
const GOODBYE_MS = 500

export interface Sockets {
  /** Tells every client to come back and ends what is left of their sockets. */
  close(): Promise<void>
}

/** tRPC's WebSocket at `/trpc`; any other upgrade is refused. `host` is the address listened on. */
export function serveWebSockets(server: Server, host: string, context: () => Context): Sockets {
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.bodyBytes,
    WebSocket: BoundedWebSocket,
  })
  const handler = applyWSSHandler({
    wss,
    router: appRouter,
    experimental_encoder: eventEncoder,
    createContext: ({ res }) => ({
      chat: context(),
      ...waysTo(res),
    }),
  })
  const pings = keepAlive(wss, { pingMs: PING_MS, pongMs: PONG_MS })
  let closing = false
  server.on('upgrade', (request, socket, head) => {
    const [path] = (request.url ?? '').split('?')
    socket.on('error', destroyed)
    if (closing) return refuse(socket, '503 Service Unavailable')
    if (path !== '/trpc') return refuse(socket, '404 Not Found')
    if (foreignIn(request.headers, host, false)) return refuse(socket, '403 Forbidden')
    wss.handleUpgrade(request, socket, head, (client) => {
      if (client instanceof BoundedWebSocket) client.carriedBy(socket)
      wss.emit('connection', client, remembered(request))
    })
  })
  return {
    async close() {
      closing = true
      pings[Symbol.dispose]()
      handler.broadcastReconnectNotification()
      for (const client of wss.clients) client.close(1012, 'restart')
      const goodbye = setTimeout(() => {
        for (const client of wss.clients) client.terminate()
      }, GOODBYE_MS)
      await Promise.all(Array.from(wss.clients, (client) => once(client, 'close')))
      clearTimeout(goodbye)
    },
  }
}

function waysTo(socket: WebSocket): Omit<ApiContext, 'chat'> {
  return {
    drained: () => (socket instanceof BoundedWebSocket ? socket.drained() : null),
    drop: () => socket.terminate(),
    express(first) {
      const requestId = requestOf(first)
      if (requestId === undefined || !(socket instanceof BoundedWebSocket)) return null
      return {
        isReady: () => socket.isReady(),
        send: (eventId, event) => socket.send(frameOf({ requestId, eventId, event })),
      }
    },
  }
}

// No closure, which would keep the request for as long as the socket lives.
function destroyed(this: Duplex): void {
  this.destroy()
}

/** What tRPC reads of the request, which it keeps for as long as the socket lives: the rest would be kept with it. */
function remembered({ url, headers: { host }, socket }: IncomingMessage): IncomingMessage {
  return { url, headers: { host }, socket } as IncomingMessage
}

function refuse(socket: { end(text: string): void }, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
