import type { FailureClass } from '@duck/protocol'
import {
  APICallError,
  EmptyResponseBodyError,
  InvalidResponseDataError,
  JSONParseError,
  NoOutputGeneratedError,
  StreamProviderError,
  TypeValidationError,
} from 'ai'

/** What went wrong at the model, as a class a client can put into words. The cause is always set. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure'
  readonly errorClass: FailureClass

  constructor(errorClass: FailureClass, cause: unknown) {
    super(SENTENCES[errorClass] ?? `the answer failed: ${errorClass}`, { cause })
    this.errorClass = errorClass
  }
}

/** The model server sent what cannot be an answer: not events, or a line beyond all measure. */
export class GarbageError extends Error {
  override readonly name = 'GarbageError'
}

/** The answer ended, but not as answers end. */
export class BrokenOffError extends Error {
  override readonly name = 'BrokenOffError'
}

/** The model, or who runs it, would not answer. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

const SENTENCES: Partial<Record<FailureClass, string>> = {
  'model-unreachable': 'the model server cannot be reached',
  'model-unauthorized': 'the model server does not accept the key',
  'model-rate-limited': 'the model server has had too many requests',
  'model-refused': 'the model server refused to answer',
  'model-broke-off': 'the answer broke off',
  'model-sent-garbage': 'the model server sent what is no answer',
  'model-timed-out': 'the model server took too long',
}

/** Error types that APIs send inside a stream without a status. */
const TYPE_CLASSES: Record<string, FailureClass> = {
  authentication_error: 'model-unauthorized',
  invalid_api_key: 'model-unauthorized',
  permission_error: 'model-unauthorized',
  rate_limit_error: 'model-rate-limited',
  rate_limit_exceeded: 'model-rate-limited',
  insufficient_quota: 'model-rate-limited',
  invalid_request_error: 'model-refused',
  content_filter: 'model-refused',
}

const TIME_OUT_CODES = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])
const NOT_AN_ANSWER = [GarbageError, JSONParseError, TypeValidationError, InvalidResponseDataError]
const NOT_AN_END = [BrokenOffError, EmptyResponseBodyError, NoOutputGeneratedError]

/**
 * The one place where an error met while answering becomes a class. It comes as an `error` part or is thrown, bare
 * or wrapped, so the whole chain of causes is looked at. `otherwise` is for what no rule knows.
 */
export function toModelFailure(error: unknown, otherwise: FailureClass = 'internal'): ModelFailure {
  if (error instanceof ModelFailure) return error
  const chain = causeChain(error)
  return new ModelFailure(classify(chain) ?? otherwise, describe(chain))
}

function classify(chain: readonly unknown[]): FailureClass | null {
  if (chain.some((error) => NOT_AN_ANSWER.some((kind) => isKind(kind, error)))) return 'model-sent-garbage'
  if (chain.some((error) => NOT_AN_END.some((kind) => isKind(kind, error)))) return 'model-broke-off'
  if (chain.some((error) => error instanceof RefusedError)) return 'model-refused'
  if (chain.some((error) => TIME_OUT_CODES.has(codeOf(error) ?? ''))) return 'model-timed-out'
  const status = chain.map(statusOf).find((found) => found !== undefined)
  if (status !== undefined) return classOfStatus(status)
  if (chain.some((error) => StreamProviderError.isInstance(error))) return classOfStreamError(chain)
  // A call without a status never got an answer: refused, unknown host, closed before the first byte, bad TLS.
  return chain.some((error) => APICallError.isInstance(error)) ? 'model-unreachable' : null
}

function classOfStatus(status: number): FailureClass {
  // 200 on an error means that the connection was cut while the answer was read.
  if (status < 300 || status >= 500) return 'model-broke-off'
  if (status < 400) return 'model-unreachable'
  if (status === 401 || status === 403) return 'model-unauthorized'
  if (status === 408) return 'model-timed-out'
  return status === 429 ? 'model-rate-limited' : 'model-refused'
}

function classOfStreamError(chain: readonly unknown[]): FailureClass {
  const found = chain.find((error) => StreamProviderError.isInstance(error))
  return TYPE_CLASSES[String(found?.code)] ?? TYPE_CLASSES[String(found?.type)] ?? 'model-broke-off'
}

/** Names, statuses and system codes only: messages and bodies may hold a key or what people wrote. */
function describe(chain: readonly unknown[]): Error {
  const facts = chain.map((error) => {
    const name = error instanceof Error ? error.name : typeof error
    return [name, statusOf(error), codeOf(error)].filter((fact) => fact !== undefined).join(' ')
  })
  return new Error(facts.join(' < '))
}

function causeChain(error: unknown): unknown[] {
  const chain = [error]
  for (let next = error; next instanceof Error && next.cause !== undefined && chain.length < 8; ) {
    next = next.cause
    chain.push(next)
  }
  return chain
}

interface ErrorKind {
  isInstance?(error: unknown): boolean
  [Symbol.hasInstance](error: unknown): boolean
}

/** The SDK marks its errors, as two copies of a package have two classes of one name. */
function isKind(kind: ErrorKind, error: unknown): boolean {
  return kind.isInstance?.(error) ?? kind[Symbol.hasInstance](error)
}

function statusOf(error: unknown): number | undefined {
  if (APICallError.isInstance(error) || StreamProviderError.isInstance(error)) return error.statusCode
  return undefined
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' && /^[A-Z][A-Z_]{2,39}$/.test(error.code) ? error.code : undefined
}
