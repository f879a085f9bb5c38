import type { Log } from '@duck/chat'
import { DuckError, ERROR_CODES, HTTP_STATUS } from '@duck/protocol'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { report } from './report.ts'
import { toDuckError } from './to-duck-error.ts'

/**
 * Answers `{error: {code, message, …}}` with the code's status; a call of a procedure that comes to none has what its client reads,
 * `{error: {message, code, data: {code, …}}}`.
 */
export function sendError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): FastifyReply {
  const duck = isFastifyError(error) ? refusedBeforeRoute(error) : toDuckError(error)
  const errorId = report(log, duck, request.routeOptions.url)
  const { retryAfterMs } = duck.facts
  if (retryAfterMs !== undefined) void reply.header('retry-after', Math.ceil(retryAfterMs / 1000))
  if (duck.code === 'UNAUTHORIZED') void reply.header('www-authenticate', 'Bearer')
  const { code, message } = duck
  const facts = { ...duck.facts, ...(errorId ? { errorId } : {}) }
  const status = statusOf(duck)
  const data = { code, httpStatus: status, ...facts }
  const ofTrpc = { message, code: TRPC_ERROR_CODES_BY_KEY[code], data }
  return reply.code(status).send({ error: isTrpc(request) ? ofTrpc : { code, message, ...facts } })
}

function isTrpc({ url }: FastifyRequest): boolean {
  return /^\/trpc(?![^/?])/.test(url)
}

const PATH_TOO_LONG = 'path-too-long'

/** What a URL gets whose part before the query is too long: 414. */
export function pathTooLong(): DuckError {
  return new DuckError('PAYLOAD_TOO_LARGE', 'The path is too long.', { reason: PATH_TOO_LONG })
}

function statusOf({ code, facts }: DuckError): number {
  return facts.reason === PATH_TOO_LONG ? URI_TOO_LONG : HTTP_STATUS[code]
}

/** What the HTTP server refuses by itself: broken JSON, a body or path too large, an unknown content type. */
function refusedBeforeRoute(error: FastifyError): DuckError {
  if (error.statusCode === URI_TOO_LONG) return pathTooLong()
  const code = ERROR_CODES.find(
    (each) => HTTP_STATUS[each] === error.statusCode && each !== 'INTERNAL_SERVER_ERROR',
  )
  const known = code ?? ((error.statusCode ?? 500) < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR')
  return new DuckError(known, FIXED_TEXT[known] ?? 'Something went wrong.', {}, error)
}

// The one status without a code of its own among tRPC's.
const URI_TOO_LONG = 414

const FIXED_TEXT: Partial<Record<DuckError['code'], string>> = {
  BAD_REQUEST: 'The request is not valid.',
  PAYLOAD_TOO_LARGE: 'The request is too large.',
  UNSUPPORTED_MEDIA_TYPE: 'The content type is not supported.',
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('FST_')
}
