import type { Context, Express, Log } from '@duck/chat'
import { DuckError, HTTP_STATUS, type SignInOptions } from '@duck/protocol'
import { initTRPC, TRPCError } from '@trpc/server'
import { report } from '../errors/report.ts'
import { toDuckError } from '../errors/to-duck-error.ts'

/** What a call comes with: who calls, on which server. */
export interface ApiContext {
  /** Null for somebody who is not signed in. */
  chat: Context | null
  /** For somebody who is to sign in. */
  signInOptions: SignInOptions
  log: Log
  /** When the call may be worked on. */
  turn(): Promise<Turn> | Turn
  connection: Connection
}

/** The connection that a call came on. */
export interface Connection {
  /** Null when it can take more, as where the transport paces by itself; else resolves once it can. */
  drained(): Promise<void> | null
  /** Ends it: the caller reads too slowly, and comes back to catch up. */
  drop(): void
  /**
   * How to send further tracked events of a subscription past tRPC's loop, whose promises cost several times the sending; `first`
   * is the event of it that went out last, an object that nobody else was sent. Null where tRPC has to send them.
   */
  express(first: object): Express | null
}

/** The right to be worked on, given back when it is disposed of. */
export interface Turn extends Disposable {
  /** Waits until the turn would have ended by itself: who comes again at once is not to be sooner back. */
  refused: () => Promise<void>
}

/** Where nobody else has to wait for it. */
export const FREE_TURN: Turn = { refused: async () => {}, [Symbol.dispose]() {} }

const SSE_PING_MS = 10_000

const t = initTRPC.context<ApiContext>().create({
  isDev: false,
  sse: {
    ping: { enabled: true, intervalMs: SSE_PING_MS },
    client: { reconnectAfterInactivityMs: 3 * SSE_PING_MS },
  },
  errorFormatter({ error, shape, path, ctx }) {
    const duck = toDuckError(error)
    const errorId = report(ctx?.log ?? SILENT, duck, path)
    return {
      ...shape,
      message: errorId === null ? duck.message : `${duck.message} (${errorId})`,
      data: { code: duck.code, httpStatus: HTTP_STATUS[duck.code], path, ...duck.facts },
    }
  },
})

// A call that failed before it had a context is the caller's fault.
const SILENT: Log = { info() {}, warn() {}, error() {} }

/** Lets nobody be worked on before it is his turn, and keeps waiting whoever asked for too much. */
const inTurn = t.middleware(async ({ ctx, next }) => {
  using turn = await ctx.turn()
  const result = await next()
  if (!result.ok && toDuckError(result.error).code === 'TOO_MANY_REQUESTS') await turn.refused()
  return result
})

/** Maps every error once, also those that a subscription's generator throws after the middlewares are through. */
const mapErrors = t.middleware(async ({ ctx, next }) => {
  const result = await next()
  if (!result.ok) throw asTrpcError(result.error)
  return isAsyncIterable(result.data) ? { ...result, data: subscription(result.data, ctx) } : result
})

export const router = t.router
/** For everybody, signed in or not. */
export const publicProcedure = t.procedure.use(mapErrors).use(inTurn)
/** For those who are signed in. */
export const procedure = publicProcedure.use(({ ctx, next }) =>
  next({ ctx: { ...ctx, chat: signedIn(ctx.chat) } }),
)

/** @throws UNAUTHORIZED */
export function signedIn(chat: Context | null): Context {
  if (!chat) throw new DuckError('UNAUTHORIZED', 'You are not signed in.')
  return chat
}

/**
 * As `values`, its errors mapped, and no faster than the caller reads. An object in place of a generator, which would cost each
 * event of each subscriber several promises.
 */
function subscription<Value>(values: AsyncIterable<Value>, ctx: ApiContext): AsyncIterableIterator<Value> {
  const iterator = values[Symbol.asyncIterator]()
  const read = () => iterator.next()
  return {
    next: () => (ctx.connection.drained()?.then(read) ?? read()).catch(throwAsTrpcError),
    return: async () => (await iterator.return?.()) ?? { value: undefined, done: true },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

function throwAsTrpcError(error: unknown): never {
  throw asTrpcError(error)
}

function asTrpcError(error: unknown): TRPCError {
  const cause = toDuckError(error)
  return new TRPCError({ code: cause.code, message: cause.message, cause })
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
