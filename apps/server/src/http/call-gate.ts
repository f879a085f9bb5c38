import { appRouter, refusedCall } from '@duck/api'
import { DuckError, LIMITS } from '@duck/protocol'
import type { Encoder } from '@trpc/server/adapters/ws'
import { parseTRPCMessage } from '@trpc/server/rpc'
import { eventEncoder } from './event-encoder.ts'

type Message = ReturnType<typeof parseTRPCMessage>

interface Response {
  id?: Message['id']
  error?: unknown
  result?: { type?: unknown }
}

// Of a batch that is too large so many calls are answered; nobody waits for more.
const MOST_ANSWERED = LIMITS.socketCalls
const ID_CHARS = 100
const RETRY_MS = 1_000

/** Who can be told that a call is not made. */
export interface Answerer {
  answer(message: object): void
}

/**
 * Sees all that comes and goes on one WebSocket: it lets through so many calls in a message and so many under way, and
 * answers the others itself.
 */
export class CallGate {
  readonly #client: Answerer
  /** Calls under way by their ids; true for a subscription. */
  readonly #underWay = new Map<Message['id'], boolean>()

  constructor(client: Answerer) {
    this.#client = client
  }

  /** A response goes out. A subscription ends with `stopped` or an error, any other call with its answer. */
  see(response: unknown): void {
    const { id = null, error, result } = asResponse(response)
    const isSubscription = this.#underWay.get(id)
    if (isSubscription === undefined) return
    if (!isSubscription || error !== undefined || result?.type === 'stopped') this.#underWay.delete(id)
  }

  /** The messages that are let through; throws for what is none of tRPC's, which then says so. */
  decode(data: Parameters<Encoder['decode']>[0]): unknown {
    const decoded = eventEncoder.decode(data)
    if (isConnectionParams(decoded)) return decoded
    const messages = (Array.isArray(decoded) ? decoded : [decoded]).map(messageIn)
    if (messages.length <= LIMITS.batchCalls) return messages.filter((message) => this.#admits(message))
    for (const message of messages.slice(0, MOST_ANSWERED)) this.#refuse(message, batchTooLarge())
    return []
  }

  #admits(message: Message): boolean {
    const { id, method } = message
    if (method === 'subscription.stop' || id === null) return true
    if (this.#underWay.has(id)) return this.#refuse(message, idUnderWay())
    if (this.#underWay.size >= LIMITS.socketCalls) return this.#refuse(message, tooManyCalls())
    this.#underWay.set(id, method === 'subscription')
    return true
  }

  #refuse(message: Message, error: DuckError): false {
    const path = 'params' in message ? message.params.path : undefined
    this.#client.answer(refusedCall({ id: message.id, path }, error))
    return false
  }
}

function messageIn(value: unknown): Message {
  const message = parseTRPCMessage(value, appRouter._def._config.transformer)
  if (typeof message.id === 'string' && message.id.length > ID_CHARS)
    throw new DuckError('BAD_REQUEST', `The id of a call has at most ${ID_CHARS} characters.`)
  return message
}

/** What a client may send before its first call. */
function isConnectionParams(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'method' in value && value.method === 'connectionParams'
  )
}

/** tRPC hands over its responses as `unknown`. */
function asResponse(message: unknown): Response {
  return typeof message === 'object' && message !== null ? message : {}
}

function batchTooLarge(): DuckError {
  return new DuckError('BAD_REQUEST', `A batch holds at most ${LIMITS.batchCalls} calls.`)
}

function idUnderWay(): DuckError {
  return new DuckError('BAD_REQUEST', 'A call with this id is under way.')
}

function tooManyCalls(): DuckError {
  return new DuckError('TOO_MANY_REQUESTS', 'Too many calls are under way on this WebSocket.', {
    reason: 'socket-calls',
    retryAfterMs: RETRY_MS,
  })
}
