import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { type ApiContext, appRouter, type Turn } from '@duck/api'
import type { Actor, RunningChat } from '@duck/chat'
import { DuckError, must } from '@duck/protocol'
import { getWSConnectionHandler } from '@trpc/server/adapters/ws'
import type { Server, WebSocket } from 'ws'
import { SIGNED_OUT } from '../auth/revoked-sockets.ts'
import type { CallTurns } from './call-turns.ts'
import { type GatedWebSocket, gateEncoder } from './gated-web-socket.ts'
import { SOCKETS_RETRY_SECONDS, type SocketCounts } from './socket-counts.ts'

/** A socket whose opener shows nothing to sign in with, by then. */
const STRANGER_MS = 10_000

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

/** How a socket came to be. */
export interface Opened {
  request: IncomingMessage
  /** Whose the upgrade was; null: the first message may tell. */
  actor: Actor | null
  /** Its place among those of its user, or of strangers. */
  taken: Disposable
}

/** Has tRPC answer what comes on sockets, as far as their gates let it through. */
export function serveCalls(
  wss: Server<typeof GatedWebSocket>,
  counts: SocketCounts,
  options: CallOptions,
): (client: GatedWebSocket, opened: Opened) => void {
  const { chat, find, onOpen, common, turns, callerOf } = options
  const openings = new WeakMap<WebSocket, Opened>()
  const serve = getWSConnectionHandler({
    wss,
    router: appRouter,
    experimental_encoder: gateEncoder,
    async createContext({ req, res: client, info }) {
      const { actor: opener, taken } = must(openings.get(client), 'what opened the socket')
      openings.delete(client)
      const token = info.connectionParams?.token
      const actor = opener ?? (token === undefined ? null : await find({ authorization: `Bearer ${token}` }))
      if (actor && !opener) {
        keepUntilClosed(client, counts.take(actor.userId))
        taken[Symbol.dispose]()
      }
      if (actor) onOpen(client, actor)
      else setTimeout(() => client.close(SIGNED_OUT, 'not signed in'), STRANGER_MS).unref()
      const caller = actor?.userId ?? callerOf(req)
      return {
        ...common,
        connection: client,
        chat: actor && chat.as(actor),
        turn: () => turnFor(client, turns.take(caller)),
      }
    },
  })
  return (client, opened) => {
    openings.set(client, opened)
    client.listenFirst()
    serve(client, opened.request)
  }
}

/** @throws TOO_MANY_REQUESTS when nothing was taken; tRPC says so and closes the socket. */
function keepUntilClosed(client: WebSocket, taken: Disposable | null): void {
  if (!taken)
    throw new DuckError('TOO_MANY_REQUESTS', 'You have too many WebSockets open.', {
      reason: 'sockets',
      retryAfterMs: SOCKETS_RETRY_SECONDS * 1000,
    })
  if (client.readyState === client.CLOSED) taken[Symbol.dispose]()
  else client.on('close', taken[Symbol.dispose])
}

/** @throws SERVICE_UNAVAILABLE when the client is gone by then: it waits for nothing, and others do. */
async function turnFor(client: WebSocket, taken: Promise<Turn>): Promise<Turn> {
  const turn = await taken
  if (client.readyState === client.OPEN) return turn
  turn[Symbol.dispose]()
  throw new DuckError('SERVICE_UNAVAILABLE', 'The client is gone.')
}
