import type { Turn } from '@duck/api'
import { HTTP_STATUS } from '@duck/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isApiPath } from './api-path.ts'
import { CallTurns } from './call-turns.ts'

/** What whoever runs the server asks, also when it has no time for anybody else. */
const OUT_OF_TURN = new Set(['/healthz', '/readyz', '/metrics'])

/** Small files, read and sent: a page's are soon through. */
const FILES_AT_ONCE = 8
const FILES_OF_CALLER = 4

/**
 * Has every request wait for its caller's turn before its body is read. Gives the turn that a request has. The page and its files
 * have turns of their own: a page that is opened does not wait behind the calls of the tabs beside it.
 */
export function serveInTurn(
  app: FastifyInstance,
  turns: CallTurns,
  callerOf: (request: FastifyRequest) => string,
): (request: FastifyRequest) => Turn | undefined {
  const files = new CallTurns({ size: FILES_AT_ONCE, mostOfCaller: FILES_OF_CALLER })
  const taken = new WeakMap<FastifyRequest, Turn>()
  app.addHook('onRequest', async (request, reply) => {
    if (OUT_OF_TURN.has(request.routeOptions.url ?? '')) return
    const turn = await (isApiPath(request.url) ? turns : files).take(callerOf(request))
    taken.set(request, turn)
    reply.raw.once('close', () => turn[Symbol.dispose]())
    if (!request.raw.socket.destroyed) return
    // Who is gone waits for nothing, and others do.
    turn[Symbol.dispose]()
    return reply.hijack()
  })
  // Who is refused and comes again at once is to gain nothing by it.
  app.addHook('onSend', async (request, { statusCode }) => {
    if (statusCode === HTTP_STATUS.TOO_MANY_REQUESTS) await taken.get(request)?.refused()
  })
  return (request) => taken.get(request)
}
