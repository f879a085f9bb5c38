import { type ErrorCode, HTTP_STATUS } from '@duck/protocol'

/** What every route may answer. */
export const ALWAYS: readonly ErrorCode[] = [
  'BAD_REQUEST',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'TOO_MANY_REQUESTS',
  'INTERNAL_SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
]
/** What a route that takes a body may answer as well. */
export const WITH_BODY: readonly ErrorCode[] = ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE']

interface ErrorReply {
  description: string
  /** Headers that come with it. */
  headers?: Record<string, string>
  example: { error: Record<string, unknown> }
}

const RETRY_AFTER = { 'Retry-After': 'Seconds after which another try makes sense.' }

/** Each error as the document shows it; the tests bring every one about. */
export const ERROR_REPLIES: Record<ErrorCode, ErrorReply> = {
  BAD_REQUEST: {
    description:
      'The input does not fit; `field` names the first fault. Or the body is no JSON that all readers take alike.',
    example: {
      error: {
        code: 'BAD_REQUEST',
        message: 'sessionId: must be 1 to 64 of A-Z a-z 0-9 _ -',
        field: 'sessionId',
      },
    },
  },
  UNAUTHORIZED: {
    description: 'Nobody is signed in, or no longer.',
    headers: { 'WWW-Authenticate': '`Bearer`.' },
    example: { error: { code: 'UNAUTHORIZED', message: 'You are not signed in.' } },
  },
  FORBIDDEN: {
    description: 'The request comes from a page of another site, or asks for another host.',
    example: {
      error: { code: 'FORBIDDEN', message: 'The request comes from another site.', reason: 'origin' },
    },
  },
  NOT_FOUND: {
    description: 'There is no such session, or it is not yours.',
    example: { error: { code: 'NOT_FOUND', message: 'There is no such session.' } },
  },
  METHOD_NOT_SUPPORTED: {
    description: 'The path has no such method; `Allow` names those it has.',
    headers: { Allow: 'The methods of the path.' },
    example: { error: { code: 'METHOD_NOT_SUPPORTED', message: 'The path has no such method.' } },
  },
  CONFLICT: {
    description:
      'The id is taken by something else (`id-reused`), or the session has another message count (`message-count`).',
    example: {
      error: { code: 'CONFLICT', message: 'The id is taken by something else.', reason: 'id-reused' },
    },
  },
  PAYLOAD_TOO_LARGE: {
    description: 'The content or the body is over its limit.',
    example: {
      error: {
        code: 'PAYLOAD_TOO_LARGE',
        message: 'content: must be at most 1048576 bytes of UTF-8',
        field: 'content',
      },
    },
  },
  UNSUPPORTED_MEDIA_TYPE: {
    description: 'The body is not `application/json`.',
    example: {
      error: { code: 'UNSUPPORTED_MEDIA_TYPE', message: 'The content type is not supported.' },
    },
  },
  TOO_MANY_REQUESTS: {
    description: 'More than the limits let through; nothing was done.',
    headers: RETRY_AFTER,
    example: {
      error: {
        code: 'TOO_MANY_REQUESTS',
        message: 'You are adding messages too fast.',
        reason: 'rate',
        retryAfterMs: 1000,
      },
    },
  },
  INTERNAL_SERVER_ERROR: {
    description: 'A fault of ours; `errorId` finds it in the log. Send a write again under the same id.',
    example: {
      error: {
        code: 'INTERNAL_SERVER_ERROR',
        message: 'Something went wrong.',
        errorId: '3f0c2f5e-6f0b-4c1d-9a57-0d6a7c1e2b34',
      },
    },
  },
  SERVICE_UNAVAILABLE: {
    description:
      'The database is away, the session is held, the storage is full or the server stops. Send a write again under the same id.',
    headers: RETRY_AFTER,
    example: {
      error: {
        code: 'SERVICE_UNAVAILABLE',
        message: 'The session is busy.',
        reason: 'session-busy',
        retryAfterMs: 500,
      },
    },
  },
}

/** The status of the code as a key of the document. */
export function statusKey(code: ErrorCode): string {
  return String(HTTP_STATUS[code])
}
