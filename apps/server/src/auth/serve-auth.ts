import { readJsonBody } from '@duck/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ADDRESS_HEADER, type Auth, BASE_PATH } from './create-auth.ts'
import { PasswordTurns } from './password-turns.ts'

/** Signing in and out, below `/api/auth`. */
export async function serveAuth(app: FastifyInstance, auth: Auth): Promise<void> {
  app.removeContentTypeParser('text/plain')
  readJsonBody(app, 'text')
  const turns = new PasswordTurns()
  app.route({
    method: ['GET', 'POST'],
    url: `${BASE_PATH}/*`,
    async handler(request, reply) {
      const [path = ''] = request.url.slice(BASE_PATH.length).split('?')
      using _turn = await turns.take(path, request.ip)
      return answer(await auth.handle(asRequest(request)), reply)
    },
  })
}

function asRequest(request: FastifyRequest): Request {
  const { method, url, protocol, host, ip, body } = request
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined && !NOT_PASSED.has(name)) headers.set(name, String(value))
  headers.set(ADDRESS_HEADER, ip)
  if (method !== 'POST') return new Request(new URL(url, `${protocol}://${host}`), { method, headers })
  // A call without a body is one with an empty object: nobody has to send a type for nothing.
  headers.set('content-type', 'application/json')
  const text = typeof body === 'string' && body.trim() !== '' ? body : '{}'
  return new Request(new URL(url, `${protocol}://${host}`), { method, headers, body: text })
}

const NOT_PASSED = new Set(['content-length', 'transfer-encoding', 'connection', 'host', ADDRESS_HEADER])

async function answer(response: Response, reply: FastifyReply): Promise<FastifyReply> {
  void reply.code(response.status).header('cache-control', 'no-store')
  for (const [name, value] of response.headers) if (name !== 'set-cookie') void reply.header(name, value)
  for (const cookie of response.headers.getSetCookie()) void reply.header('set-cookie', cookie)
  const wait = response.headers.get('x-retry-after')
  if (wait !== null) void reply.header('retry-after', wait)
  return reply.send(await response.text())
}
