import { appRouter, registerRest, sendError } from '@duck/api'
import type { Context, Log } from '@duck/chat'
import { DuckError, LIMITS } from '@duck/protocol'
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import Fastify, { type FastifyInstance } from 'fastify'
import { serveWebApp } from './web-app.ts'

// Ten long procedure names fit into a batch's path.
const PATH_CHARS = 1000
const REQUEST_MS = 30_000
const KEEP_ALIVE_MS = 65_000

export interface Http {
  app: FastifyInstance
  /** From now on new requests get 503; those under way go on. */
  drain(): void
}

export interface HttpOptions {
  context: () => Context
  log: Log
  /** Whether the database answers. */
  ready: () => Promise<void>
}

/** tRPC, REST, health and the web app on one HTTP server, not listening yet. */
export async function createHttp({ context, log, ready }: HttpOptions): Promise<Http> {
  const app = Fastify({
    bodyLimit: LIMITS.bodyBytes,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    routerOptions: { maxParamLength: PATH_CHARS },
  })
  let draining = false
  app.addHook('onRequest', async (_request, reply) => {
    if (!draining) return
    void reply.header('connection', 'close')
    throw new DuckError('SERVICE_UNAVAILABLE', 'The server is stopping.', {
      reason: 'stopping',
      retryAfterMs: 2000,
    })
  })
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply, log))
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    await ready()
    return { status: 'ready' }
  })
  await app.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      maxBatchSize: LIMITS.batchCalls,
      createContext: () => ({ chat: context(), drained: async () => {} }),
    },
  })
  await app.register(async (scope) => registerRest(scope, context))
  await serveWebApp(app, log)
  return {
    app,
    drain() {
      draining = true
    },
  }
}
