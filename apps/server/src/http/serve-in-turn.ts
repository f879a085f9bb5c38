import type { Turn } from '@duck/api'
import { HTTP_STATUS } from '@duck/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { CallTurns } from './call-turns.ts'

/** What whoever runs the server asks, also when it has no time for anybody else. */
const OUT_OF_TURN = new Set(['/healthz', '/readyz', '/metrics'])

/** Has every request wait for its caller's turn before its body is read. Gives the turn that a request has. */
export function serveInTurn(
  app: FastifyInstance,
  turns: CallTurns,
  callerOf: (request: FastifyRequest) => string,
): (request: FastifyRequest) => Turn | undefined {
  const taken = new WeakMap<FastifyRequest, Turn>()
  app.addHook('onRequest', async (request, reply) => {
    if (OUT_OF_TURN.has(request.routeOptions.url ?? '')) return
    const turn = await turns.take(callerOf(request))
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
