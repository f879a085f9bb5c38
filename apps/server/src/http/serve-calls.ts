import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { type ApiContext, appRouter, type Turn } from '@duck/api'
import type { Actor, RunningChat } from '@duck/chat'
import { DuckError } from '@duck/protocol'
import { getWSConnectionHandler } from '@trpc/server/adapters/ws'
import type { WebSocket, WebSocketServer } from 'ws'
import { SIGNED_OUT } from '../auth/revoked-sockets.ts'
import { BoundedWebSocket } from './bounded-web-socket.ts'
import { CallGate } from './call-gate.ts'
import type { CallTurns } from './call-turns.ts'
import { frameOf, requestOf } from './event-encoder.ts'
import { SOCKETS_RETRY_SECONDS, type SocketCounts } from './socket-counts.ts'

/** A socket whose opener shows nothing to sign in with, by then. */
const STRANGER_MS = 10_000
/** For how long nothing is read of a client that sends more calls than it may. */
const DEAF_MS = 50

export interface CallOptions {
  chat: RunningChat
  /** Whom a socket is from, by the headers of its upgrade, or by what stands for them in its first message. */
  find: (headers: Pick<IncomingHttpHeaders, 'authorization' | 'cookie'>) => Promise<Actor | null>
  /** A socket is open, and whose. */
  onOpen: (socket: WebSocket, actor: Actor) => void
  turns: CallTurns
  /** Among whose calls those of a stranger are counted. */
  callerOf: (request: IncomingMessage) => string
  common: Pick<ApiContext, 'signInOptions' | 'log'>
}

interface Opened {
  wss: WebSocketServer
  request: IncomingMessage
  /** Whose the upgrade was; null: the first message may tell. */
  actor: Actor | null
  /** Its place among those of its user, or of strangers. */
  taken: Disposable
  counts: SocketCounts
  options: CallOptions
}

/** Has tRPC answer what comes on the socket, as far as the gate lets it through. */
export function serveCalls(client: WebSocket, opened: Opened): void {
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
      retryAfterMs: SOCKETS_RETRY_SECONDS * 1000,
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
