import type { FastifyError, FastifyReply } from 'fastify'
import { setSecurityHeaders } from './security-headers.ts'

const TOO_LONG = 414

/** Answers a URL that leads to no route and no hook, too long or not decodable: by default it would be said back. */
export function refuseUrl(
  { statusCode = 400 }: FastifyError,
  reply: FastifyReply,
  publicUrl: URL | null,
): void {
  setSecurityHeaders(reply, publicUrl)
  const message = statusCode === TOO_LONG ? 'The URL is too long.' : 'The URL is not valid.'
  void reply.code(statusCode).send({ error: { code: 'BAD_REQUEST', message } })
}
