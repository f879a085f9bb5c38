import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { type Callers, pathTooLong, registerRest, registerTrpc, sendError } from '@duck/api'
import { type Log, serverStopping } from '@duck/chat'
import type { Metrics } from '@duck/metrics'
import { DuckError, LIMITS } from '@duck/protocol'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import type { Auth } from '../auth/create-auth.ts'
import { serveAuth } from '../auth/serve-auth.ts'
import { boundBodies } from './bound-bodies.ts'
import type { CallTurns } from './call-turns.ts'
import { foreignIn, type Place } from './guard.ts'
import { HOST_TIMES, type HostTimes, hostLimits, MOST_CONNECTIONS } from './host-limits.ts'
import { refuseClient } from './refuse-client.ts'
import { addSecurityHeaders, setSecurityHeaders } from './security-headers.ts'
import { serveInTurn } from './serve-in-turn.ts'
import { METRICS_PATH, serveMetrics } from './serve-metrics.ts'
import { serveWebApp } from './web-app.ts'

const FINISH_MS = 5_000
const FINISH_LOOK_MS = 20
/** By whatever name a load balancer has for this machine; they tell nothing. */
const LOOKED_AT = new Set(['/healthz', '/readyz'])

export interface Http {
  app: FastifyInstance
  /** From now on new requests get 503; those under way go on. */
  drain(): void
  /** Waits for the requests under way, subscriptions over SSE apart, and closes every connection. */
  close(): Promise<void>
}

export interface HttpOptions {
  place: Place
  /** Proxies whose word about the caller's address is taken. */
  trustedProxies: readonly string[]
  callers: Omit<Callers, 'turnOf'>
  turns: CallTurns
  /** Among whose calls a request is counted. */
  callerOf: (request: FastifyRequest) => string
  auth: Auth
  log: Log
  /** Whether the database answers. */
  ready: () => Promise<void>
  metrics: Metrics
  /** What a scrape must show; null answers direct ones of this machine only. */
  metricsToken: string | null
  /** How long clients may take. */
  times?: HostTimes
}

/** tRPC, REST, health, metrics and the web app on one HTTP server, not listening yet. */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const { place, callers, log, ready } = options
  const app = Fastify({
    ...hostLimits(options.times ?? HOST_TIMES),
    bodyLimit: LIMITS.bodyBytes,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    routerOptions: { maxParamLength: LIMITS.pathChars },
    clientErrorHandler: refuseClient,
    // It leads to no hook.
    frameworkErrors(error, request, reply) {
      setSecurityHeaders(reply, place.publicUrl)
      sendError(error, request, reply, log)
    },
  })
  app.server.maxConnections = MOST_CONNECTIONS
  addSecurityHeaders(app, place.publicUrl)
  let draining = false
  const underWay = new Set<ServerResponse>()
  app.addHook('onRequest', async ({ method, headers, routeOptions, url }, reply) => {
    underWay.add(reply.raw)
    reply.raw.once('close', () => underWay.delete(reply.raw))
    if (isLongPath(url)) throw pathTooLong()
    const reason = foreignIn(headers, place, method === 'GET' || method === 'HEAD')
    if (reason && !(reason === 'host' && LOOKED_AT.has(routeOptions.url ?? '')))
      throw new DuckError('FORBIDDEN', 'The request comes from another site.', { reason })
    if (!draining) return
    void reply.header('connection', 'close')
    // The last figures of a process are those an operator wants most.
    if (routeOptions.url !== METRICS_PATH) throw serverStopping()
  })
  const turnOf = serveInTurn(app, options.turns, options.callerOf)
  boundBodies(app, options.callerOf)
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply, log))
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    await ready()
    return { status: 'ready' }
  })
  serveMetrics(app, options.metrics, options.metricsToken)
  registerTrpc(app, { ...callers, turnOf })
  await app.register(async (scope) => registerRest(scope, callers))
  await app.register(async (scope) => serveAuth(scope, options.auth))
  await serveWebApp(app, place, log)
  return {
    app,
    drain() {
      draining = true
    },
    async close() {
      const until = performance.now() + FINISH_MS
      while ([...underWay].some(isShort) && performance.now() < until) await delay(FINISH_LOOK_MS)
      app.server.closeAllConnections()
      await app.close()
    },
  }
}

function isLongPath(url: string): boolean {
  const query = url.indexOf('?')
  return (query < 0 ? url.length : query) > LIMITS.pathChars
}

function isShort(response: ServerResponse): boolean {
  return !String(response.getHeader('content-type')).startsWith('text/event-stream')
}
