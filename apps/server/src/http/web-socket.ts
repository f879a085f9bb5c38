import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ApiContext, appRouter } from '@duck/api'
import type { Actor, RunningChat } from '@duck/chat'
import { LIMITS } from '@duck/protocol'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { SIGNED_OUT } from '../auth/revoked-sockets.ts'
import { BoundedWebSocket } from './bounded-web-socket.ts'
import { eventEncoder, frameOf, requestOf } from './event-encoder.ts'
import { foreignIn, type Place } from './guard.ts'
import { keepAlive } from './keep-alive.ts'

const PING_MS = 15_000
const PONG_MS = 10_000
const GOODBYE_MS = 500
/** A socket whose opener shows nothing to sign in with, by then. */
const STRANGER_MS = 10_000

export interface Sockets {
  /** Tells every client to come back and ends what is left of their sockets. */
  close(): Promise<void>
}

export interface SocketOptions {
  place: Place
  chat: RunningChat
  /** Whom a socket is from, by the headers of its upgrade, or by what stands for them in its first message. */
  find: (headers: Pick<IncomingHttpHeaders, 'authorization' | 'cookie'>) => Promise<Actor | null>
  /** A socket is open, and whose. */
  onOpen: (socket: WebSocket, actor: Actor) => void
  common: Pick<ApiContext, 'signInOptions' | 'log'>
}

/** tRPC's WebSocket at `/trpc`; any other upgrade is refused. */
export function serveWebSockets(server: Server, options: SocketOptions): Sockets {
  const { place, chat, find, onOpen, common } = options
  const openers = new WeakMap<WebSocket, Actor>()
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.bodyBytes,
    WebSocket: BoundedWebSocket,
  })
  const handler = applyWSSHandler({
    wss,
    router: appRouter,
    experimental_encoder: eventEncoder,
    async createContext({ res, info }) {
      const token = info.connectionParams?.token
      const actor =
        openers.get(res) ?? (token === undefined ? null : await find({ authorization: `Bearer ${token}` }))
      if (actor) onOpen(res, actor)
      else setTimeout(() => res.close(SIGNED_OUT, 'not signed in'), STRANGER_MS).unref()
      return { ...common, ...waysTo(res), chat: actor && chat.as(actor) }
    },
  })
  const pings = keepAlive(wss, { pingMs: PING_MS, pongMs: PONG_MS })
  let closing = false
  server.on('upgrade', (request, socket, head) => {
    const [path] = (request.url ?? '').split('?')
    socket.on('error', destroyed)
    if (closing) return refuse(socket, '503 Service Unavailable')
    if (path !== '/trpc') return refuse(socket, '404 Not Found')
    if (foreignIn(request.headers, place, false)) return refuse(socket, '403 Forbidden')
    find(request.headers).then(
      (actor) => {
        if (closing) return refuse(socket, '503 Service Unavailable')
        wss.handleUpgrade(request, socket, head, (client) => {
          if (client instanceof BoundedWebSocket) client.carriedBy(socket)
          if (actor) openers.set(client, actor)
          wss.emit('connection', client, remembered(request))
        })
      },
      // Whom it is from cannot be found out: the client comes again.
      () => refuse(socket, '503 Service Unavailable'),
    )
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

function waysTo(socket: WebSocket): Pick<ApiContext, 'drained' | 'drop' | 'express'> {
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
