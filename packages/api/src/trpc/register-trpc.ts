import type { Context } from '@duck/chat'
import { LIMITS } from '@duck/protocol'
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { appRouter } from '../app-router.ts'
import type { ApiContext } from './trpc.ts'

/**
 * The procedures at `/trpc` over HTTP, for JSON only: tRPC would also take forms, which it reads without a limit and
 * which any page can send across origins.
 */
export function registerTrpc(app: FastifyInstance, contextOf: (request: FastifyRequest) => Context): void {
  app.register(
    async (scope) => {
      const trpcOptions = {
        router: appRouter,
        maxBatchSize: LIMITS.batchCalls,
        // A query whose input is too long for a URL comes as a POST.
        allowMethodOverride: true,
        createContext: ({ req }: { req: FastifyRequest }): ApiContext => ({
          chat: contextOf(req),
          // Node paces what is written to a response by itself.
          drained: () => null,
          express: () => null,
          drop: () => void req.raw.destroy(),
        }),
      }
      fastifyTRPCPlugin(scope, { trpcOptions }, () => {})
      scope.removeContentTypeParser(['multipart/form-data', 'text/plain'])
    },
    { prefix: '/trpc' },
  )
}
