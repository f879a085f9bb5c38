import { type ErrorClass, failureOf, isSignedOut } from '@duck/protocol'

/** Said of a message over `LIMITS.contentBytes`. */
export const TOO_LONG = 'The message is too long: at most 1 MiB of text.'

const BY_CODE: Record<string, string> = {
  NOT_FOUND: 'This chat does not exist any more.',
  CONFLICT: 'A message with this id was already sent.',
  UNAUTHORIZED: 'You are signed out.',
  FORBIDDEN: 'You are not allowed to do this.',
  PAYLOAD_TOO_LARGE: TOO_LONG,
  TOO_MANY_REQUESTS: 'Too many requests at once.',
  SERVICE_UNAVAILABLE: 'The server is busy.',
  INTERNAL_SERVER_ERROR: 'Something went wrong in the server.',
}

/** Why the server refused, in a sentence for people. */
export function refusalWords(error: unknown): string {
  const { code, reason, message } = failureOf(error)
  if (reason === 'model-unavailable') return 'This model is not available. Choose another one and try again.'
  return (code === null ? undefined : BY_CODE[code]) ?? message
}

/** What a message waits for after a failed try. */
export function waitingWords(error: unknown): string {
  if (isSignedOut(error)) return 'Waiting for you to sign in'
  return failureOf(error).code === null ? 'Waiting for the network' : 'The server is busy, trying again'
}

const BY_CLASS: Record<ErrorClass, string> = {
  'model-unreachable': 'The model could not be reached.',
  'model-unauthorized': 'The model refused the API key.',
  'model-rate-limited': 'The model is receiving too many requests.',
  'model-refused': 'The model refused the request.',
  'model-broke-off': 'The model broke off before it said anything.',
  'model-sent-garbage': 'The model sent something that is no answer.',
  'model-timed-out': 'The model did not answer in time.',
  'empty-answer': 'The model answered with nothing.',
  'server-died': 'The server went away before the answer began.',
  'server-stopped': 'The server was stopped before the answer began.',
  internal: 'Something went wrong in the server.',
}

/** Why an answer has no text. */
export function endWords(status: string, errorClass: ErrorClass | null): string {
  if (status === 'stopped') return 'Stopped before the answer began.'
  if (errorClass) return BY_CLASS[errorClass] ?? BY_CLASS.internal
  return status === 'interrupted' ? BY_CLASS['server-died'] : 'There was no answer.'
}
