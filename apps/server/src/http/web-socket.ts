import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ApiContext, appRouter, type Turn } from '@duck/api'
import type { Actor, RunningChat } from '@duck/chat'
import { DuckError, LIMITS } from '@duck/protocol'
import { getWSConnectionHandler } from '@trpc/server/adapters/ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { SIGNED_OUT } from '../auth/revoked-sockets.ts'
import { BoundedWebSocket } from './bounded-web-socket.ts'
import { CallGate } from './call-gate.ts'
import type { CallTurns } from './call-turns.ts'
import { frameOf, requestOf } from './event-encoder.ts'
import { foreignIn, type Place } from './guard.ts'
import { keepAlive } from './keep-alive.ts'
import { SocketCounts } from './socket-counts.ts'

const PING_MS = 15_000
const PONG_MS = 10_000
const GOODBYE_MS = 500
/** A socket whose opener shows nothing to sign in with, by then. */
const STRANGER_MS = 10_000
/** As many such sockets may be open at once, whoever opens them. */
const MOST_STRANGERS = 200
const COME_BACK = JSON.stringify({ id: null, method: 'reconnect' })
const RETRY_SECONDS = 5
const TOO_MANY = `429 Too Many Requests\r\nRetry-After: ${RETRY_SECONDS}`
/** Also where it cannot be found out whom a socket is from: the client comes again. */
const UNAVAILABLE = '503 Service Unavailable'
/** For how long nothing is read of a client that sends more calls than it may. */
const DEAF_MS = 50

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
  turns: CallTurns
  /** Among whose calls an upgrade is counted. */
  callerOf: (request: IncomingMessage) => string
  /** How many a user may have open. */
  mostOfUser: number
  common: Pick<ApiContext, 'signInOptions' | 'log'>
}

/** tRPC's WebSocket at `/trpc`; any other upgrade is refused, and one of a user who has too many. */
export function serveWebSockets(server: Server, options: SocketOptions): Sockets {
  const { place, find, turns, callerOf } = options
  const counts = new SocketCounts(options.mostOfUser)
  const strangers = new SocketCounts(MOST_STRANGERS)
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.bodyBytes,
    WebSocket: BoundedWebSocket,
  })
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
    socket.once('close', taken[Symbol.dispose])
    wss.handleUpgrade(request, socket, head, (client) => {
      if (client instanceof BoundedWebSocket) client.carriedBy(socket)
      // Hears keepAlive.
      wss.emit('connection', client)
      serveCalls(client, { wss, request: remembered(request), actor, taken, counts, options })
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

interface Opened {
  wss: WebSocketServer
  request: IncomingMessage
  /** Whose the upgrade was; null: the first message may tell. */
  actor: Actor | null
  /** Its place among those of its user, or of strangers. */
  taken: Disposable
  counts: SocketCounts
  options: SocketOptions
}

/** Has tRPC answer what comes on the socket, as far as the gate lets it through. */
function serveCalls(client: WebSocket, opened: Opened): void {
  const { wss, request, actor: opener, taken, counts, options } = opened
  const { chat, find, onOpen, common, turns } = options
  const stranger = options.callerOf(request)
  const serve = getWSConnectionHandler({
    wss,
    router: appRouter,
    experimental_encoder: new CallGate((message) => {
      client.send(JSON.stringify(message))
      client.pause()
      setTimeout(() => client.resume(), DEAF_MS).unref()
    }),
    async createContext({ info }) {
      const token = info.connectionParams?.token
      const actor = opener ?? (token === undefined ? null : await find({ authorization: `Bearer ${token}` }))
      if (actor && !opener) {
        keepUntilClosed(client, counts.take(actor.userId))
        taken[Symbol.dispose]()
      }
      if (actor) onOpen(client, actor)
      else setTimeout(() => client.close(SIGNED_OUT, 'not signed in'), STRANGER_MS).unref()
      const caller = actor?.userId ?? stranger
      return {
        ...common,
        ...waysTo(client),
        chat: actor && chat.as(actor),
        turn: () => turnFor(client, turns.take(caller)),
      }
    },
  })
  serve(client, request)
}

/** @throws TOO_MANY_REQUESTS when nothing was taken; tRPC says so and closes the socket. */
function keepUntilClosed(client: WebSocket, taken: Disposable | null): void {
  if (!taken)
    throw new DuckError('TOO_MANY_REQUESTS', 'You have too many WebSockets open.', {
      reason: 'sockets',
      retryAfterMs: RETRY_SECONDS * 1000,
    })
  if (client.readyState === client.CLOSED) taken[Symbol.dispose]()
  else client.once('close', taken[Symbol.dispose])
}

/** @throws SERVICE_UNAVAILABLE when the client is gone by then: it waits for nothing, and others do. */
async function turnFor(client: WebSocket, taken: Promise<Turn>): Promise<Turn> {
  const turn = await taken
  if (client.readyState === client.OPEN) return turn
  turn[Symbol.dispose]()
  throw new DuckError('SERVICE_UNAVAILABLE', 'The client is gone.')
}

function isTooMany(error: unknown): boolean {
  return error instanceof DuckError && error.code === 'TOO_MANY_REQUESTS'
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
