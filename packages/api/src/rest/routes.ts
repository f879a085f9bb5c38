import { appendMessageOnce, createSessionOnce, listMessages } from '@duck/chat'
import { messageAppend, messageList, sessionCreate } from '@duck/protocol/schemas'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readJsonBody } from '../json/read-json-body.ts'
import type { Callers } from '../trpc/register-trpc.ts'
import { signedIn } from '../trpc/trpc.ts'
import { messageId } from './idempotency-key.ts'
import { etagOf, isKnown, nextPage } from './message-page.ts'
import { numbersIn } from './numbers-in.ts'
import { sendError } from './send-error.ts'

/** The REST routes, below `/api`. Bodies and replies are those of the procedures of the same name. */
export function registerRest(app: FastifyInstance, { contextOf, log }: Callers): void {
  const caller = async (request: FastifyRequest) => signedIn(await contextOf(request))
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply, log))
  // JSON or nothing: a form can never be a call.
  app.removeContentTypeParser('text/plain')
  readJsonBody(app, 'value')

  app.post('/api/sessions', async (request, reply) => {
    const ctx = await caller(request)
    const input = sessionCreate.parse(request.body)
    const { session, replay } = await createSessionOnce({ ctx, input })
    return reply.code(replay ? 200 : 201).send(session)
  })

  app.post('/api/messages/append', async (request, reply) => {
    const ctx = await caller(request)
    const input = messageAppend.parse(messageId(request, ctx.actor.userId))
    const { message, replay } = await appendMessageOnce({ ctx, input })
    return reply.code(replay ? 200 : 201).send(message)
  })

  app.get<{ Params: { sessionId: string } }>('/api/sessions/:sessionId/messages', async (request, reply) => {
    const ctx = await caller(request)
    const { sessionId } = request.params
    const query = messageList.parse({ ...numbersIn(request.query), sessionId })
    const page = await listMessages({ ctx, input: query })
    const next = nextPage(query, page)
    if (next) void reply.header('link', `<${next}>; rel="next"`)
    const etag = etagOf(page)
    void reply.header('etag', etag).header('cache-control', 'private, no-cache')
    return isKnown(etag, request.headers['if-none-match']) ? reply.code(304).send() : reply.send(page)
  })
}
