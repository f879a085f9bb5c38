import type { IncomingHttpHeaders } from 'node:http'
import { LIMITS } from '@duck/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { BodyBudget } from './body-budget.ts'

const MIB = 1024 * 1024
const MOST_OF_ALL = 256 * MIB
const MOST_OF_CALLER = 16 * MIB

/** Lets so much of bodies be on its way at once. */
export function boundBodies(app: FastifyInstance, callerOf: (request: FastifyRequest) => string): void {
  const budget = new BodyBudget({ mostOfAll: MOST_OF_ALL, mostOfCaller: MOST_OF_CALLER })
  const taken = new WeakMap<FastifyRequest, Disposable>()
  app.addHook('onRequest', async (request, { raw }) => {
    const bytes = bytesOf(request.headers)
    if (bytes === 0) return
    const room = budget.take(callerOf(request), bytes)
    taken.set(request, room)
    raw.once('close', () => room[Symbol.dispose]())
  })
  // It is whole, and read.
  app.addHook('preValidation', async (request) => taken.get(request)?.[Symbol.dispose]())
}

/** What is going to come, at most; one in chunks may become as large as any. */
function bytesOf(headers: IncomingHttpHeaders): number {
  if (headers['transfer-encoding'] !== undefined) return LIMITS.bodyBytes
  return Math.min(Number(headers['content-length'] ?? 0), LIMITS.bodyBytes)
}
