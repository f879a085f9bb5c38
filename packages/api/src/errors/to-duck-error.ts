import { DuckError } from '@duck/protocol'
import { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'

/** Any error as the contract names it; the one place where that is decided, for tRPC and REST alike. */
export function toDuckError(error: unknown): DuckError {
  if (error instanceof DuckError) return error
  if (error instanceof ZodError) return refusal(error)
  if (error instanceof TRPCError) return fromTrpc(error)
  return internal(error)
}

/** Names the first field at fault; several keys that are not known are one fault. */
function refusal(error: ZodError): DuckError {
  const [issue] = error.issues
  if (!issue) return internal(error)
  const field = issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path.join('.')
  const tooLarge = issue.code === 'custom' && issue.params?.tooLarge === true
  const named = field ? `${field}: ${issue.message}` : issue.message
  return new DuckError(tooLarge ? 'PAYLOAD_TOO_LARGE' : 'BAD_REQUEST', named, { field: field || undefined })
}

function fromTrpc(error: TRPCError): DuckError {
  if (error.cause instanceof DuckError || error.cause instanceof ZodError) return toDuckError(error.cause)
  switch (error.code) {
    case 'PARSE_ERROR':
      return new DuckError('BAD_REQUEST', 'The request is not valid JSON.')
    case 'NOT_FOUND':
      return new DuckError('NOT_FOUND', 'There is no such procedure.')
    case 'BAD_REQUEST':
      return new DuckError('BAD_REQUEST', error.cause ? 'The request is not valid.' : error.message)
    case 'METHOD_NOT_SUPPORTED':
      return new DuckError(error.code, 'The method is not the one of this procedure.')
    case 'UNSUPPORTED_MEDIA_TYPE':
      return new DuckError(error.code, 'The content type is not supported.')
    case 'PAYLOAD_TOO_LARGE':
      return new DuckError(error.code, 'The request is too large.')
    default:
      return error.cause ? toDuckError(error.cause) : internal(error)
  }
}

function internal(error: unknown): DuckError {
  return new DuckError('INTERNAL_SERVER_ERROR', 'Something went wrong.', {}, error)
}
