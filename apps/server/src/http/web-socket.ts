import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { DuckError, LIMITS } from '@duck/protocol'
import { WebSocketServer } from 'ws'
import { GatedWebSocket } from './gated-web-socket.ts'
import { foreignIn, type Place } from './guard.ts'
import { keepAlive } from './keep-alive.ts'
import { type CallOptions, serveCalls } from './serve-calls.ts'
import { SOCKETS_RETRY_SECONDS, SocketCounts } from './socket-counts.ts'

const PING_MS = 15_000
const PONG_MS = 10_000
const GOODBYE_MS = 500
/** So many sockets whose openers have not signed in may be open at once, whoever opens them. */
const MOST_STRANGERS = 200
const COME_BACK = JSON.stringify({ id: null, method: 'reconnect' })
const TOO_MANY = `429 Too Many Requests\r\nRetry-After: ${SOCKETS_RETRY_SECONDS}`
/** Also where it cannot be found out whom a socket is from: the client comes again. */
const UNAVAILABLE = '503 Service Unavailable'

export interface Sockets {
  /** Tells every client to come back and ends what is left of their sockets. */
  close(): Promise<void>
}

export interface SocketOptions extends CallOptions {
  place: Place
  /** How many a user may have open. */
  mostOfUser: number
}

/** tRPC's WebSocket at `/trpc`; any other upgrade is refused, and one of a user who has too many. */
export function serveWebSockets(server: Server, options: SocketOptions): Sockets {
  const { place, find, turns, callerOf } = options
  const counts = new SocketCounts(options.mostOfUser)
  const strangers = new SocketCounts(MOST_STRANGERS)
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.bodyBytes,
    WebSocket: GatedWebSocket,
  })
  const serve = serveCalls(wss, counts, options)
  const pings = keepAlive(wss, { pingMs: PING_MS, pongMs: PONG_MS })
  let closing = false
  const admit = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    using turn = await turns.take(callerOf(request))
    if (socket.destroyed) return
    const actor = await find(request.headers)
    if (closing) return refuse(socket, UNAVAILABLE)
    if (socket.destroyed) return
    const taken = actor ? counts.take(actor.userId) : strangers.take('')
    if (!taken) {
      await turn.refused()
      return refuse(socket, TOO_MANY)
    }
    socket.on('close', taken[Symbol.dispose])
    wss.handleUpgrade(request, socket, head, (client) => {
      client.carriedBy(socket)
      // Hears keepAlive.
      wss.emit('connection', client)
      serve(client, { request: remembered(request), actor, taken })
    })
  }
  server.on('upgrade', (request, socket, head) => {
    const [path] = (request.url ?? '').split('?')
    socket.on('error', destroyed)
    if (closing) return refuse(socket, UNAVAILABLE)
    if (path !== '/trpc') return refuse(socket, '404 Not Found')
    if (foreignIn(request.headers, place, false)) return refuse(socket, '403 Forbidden')
    admit(request, socket, head).catch((error) => refuse(socket, isTooMany(error) ? TOO_MANY : UNAVAILABLE))
  })
  return {
    async close() {
      closing = true
      pings[Symbol.dispose]()
      for (const client of wss.clients) {
        if (client.readyState === client.OPEN) client.send(COME_BACK)
        client.close(1012, 'restart')
      }
      const goodbye = setTimeout(() => {
        for (const client of wss.clients) client.terminate()
      }, GOODBYE_MS)
      await Promise.all(Array.from(wss.clients, (client) => once(client, 'close')))
      clearTimeout(goodbye)
    },
  }
}

function isTooMany(error: unknown): boolean {
  return error instanceof DuckError && error.code === 'TOO_MANY_REQUESTS'
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
