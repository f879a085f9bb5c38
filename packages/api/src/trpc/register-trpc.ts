import type { Context, Log } from '@duck/chat'
import { LIMITS, type SignInOptions } from '@duck/protocol'
import type { TRPCError } from '@trpc/server'
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { appRouter } from '../app-router.ts'
import { toDuckError } from '../errors/to-duck-error.ts'
import { checkJson } from '../json/parse-json.ts'
import { readJsonBody } from '../json/read-json-body.ts'
import { type ApiContext, FREE_TURN, type Turn } from './trpc.ts'

/** Whom a request is from. */
export interface Callers {
  /**
   * Null when it shows nothing, or nothing that is good, to sign in with. `reply` is there where the answer lasts.
   *
   * @throws SERVICE_UNAVAILABLE when that cannot be found out.
   */
  contextOf: (request: FastifyRequest, reply?: FastifyReply) => Promise<Context | null>
  signInOptions: SignInOptions
  log: Log
  /** The turn that a request has; without, none has to wait. */
  turnOf?: (request: FastifyRequest) => Turn | undefined
}

interface Exchange {
  req: FastifyRequest
  res: FastifyReply
  info: { type: string }
}

/**
 * The procedures at `/trpc` over HTTP, for JSON only: tRPC would also take forms, which it reads without a limit and
 * which any page can send across origins.
 */
export function registerTrpc(app: FastifyInstance, { contextOf, signInOptions, log, turnOf }: Callers): void {
  app.register(
    async (scope) => {
      const trpcOptions = {
        router: appRouter,
        maxBatchSize: LIMITS.batchCalls,
        // A query whose input is too long for a URL comes as a POST.
        allowMethodOverride: true,
        responseMeta: ({ errors }: { errors: TRPCError[] }) => ({ headers: retryAfter(errors) }),
        createContext: async ({ req, res, info }: Exchange): Promise<ApiContext> => ({
          chat: await contextOf(req, info.type === 'subscription' ? res : undefined),
          signInOptions,
          log,
          turn: () => sharedBy(turnOf?.(req) ?? FREE_TURN),
          // Node paces what is written to a response by itself.
          connection: { drained: () => null, express: () => null, drop: () => void req.raw.destroy() },
        }),
      }
      fastifyTRPCPlugin(scope, { trpcOptions }, () => {})
      scope.removeContentTypeParser(['multipart/form-data', 'text/plain'])
      readJsonBody(scope, 'text')
      scope.addHook('preHandler', async ({ query }) => checkJson(inputIn(query)))
    },
    { prefix: '/trpc' },
  )
}

/** The calls of a batch have one turn, which ends with the request. */
function sharedBy({ refused }: Turn): Turn {
  return { refused, [Symbol.dispose]() {} }
}

/** In seconds, until all the calls of a request may be made again. A streamed batch has no headers left when they fail. */
function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const waits = errors.map((error) => toDuckError(error).facts.retryAfterMs ?? 0)
  const longest = Math.max(0, ...waits)
  return longest > 0 ? { 'retry-after': String(Math.ceil(longest / 1000)) } : {}
}

/** A query's input as it stands in the URL. */
function inputIn(query: unknown): string {
  return typeof query === 'object' && query !== null && 'input' in query ? String(query.input) : ''
}
