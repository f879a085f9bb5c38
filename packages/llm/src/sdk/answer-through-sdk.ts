import {
  InvalidResponseDataError,
  type LanguageModel,
  streamText,
  type TextStreamPart,
  type ToolSet,
} from 'ai'
import { BrokenOffError, RefusedError, toModelFailure } from '../failure.ts'
import type { AnswerPart, AnswerRequest } from '../port.ts'
import { WholeCharacters } from './whole-characters.ts'
import { Wire } from './wire.ts'

// The SDK's warnings go to the console and may quote what was sent; there is no option for a single call.
globalThis.AI_SDK_LOG_WARNINGS = false

type SdkPart = TextStreamPart<ToolSet>
type SdkFinish = Extract<SdkPart, { type: 'finish' }>

/** Makes the SDK's model for one answer, to speak over that answer's own wire. */
export type OpenModel = (name: string, fetch: Wire['fetch']) => LanguageModel

/** Streams an answer through the AI SDK, as `Provider.answer` promises it. */
export async function* answerThroughSdk(open: OpenModel, request: AnswerRequest): AsyncGenerator<AnswerPart> {
  const closing = new AbortController()
  const signal = AbortSignal.any([request.signal, closing.signal])
  const wire = new Wire()
  try {
    request.signal.throwIfAborted()
    yield* readAnswer(askModel(open(modelName(request.model), wire.fetch), { ...request, signal }), wire)
    request.signal.throwIfAborted()
  } catch (error) {
    request.signal.throwIfAborted()
    throw toModelFailure(error, wire.events > 0 ? 'model-sent-garbage' : 'internal')
  } finally {
    // Whoever stops reading early, or fails, closes the connection to the model server as well.
    closing.abort()
  }
}

function askModel(model: LanguageModel, request: AnswerRequest): AsyncIterable<SdkPart> {
  const { stream } = streamText({
    model,
    messages: request.turns,
    allowSystemInMessages: true,
    ...(request.system === null ? {} : { instructions: request.system }),
    abortSignal: request.signal,
    // A retry in mid-answer would repeat text; our own verbs offer one.
    maxRetries: 0,
    onError: () => {},
  })
  return stream
}

async function* readAnswer(stream: AsyncIterable<SdkPart>, wire: Wire): AsyncGenerator<AnswerPart> {
  const characters = new WholeCharacters()
  for await (const part of stream) {
    if (part.type === 'abort') return
    if (part.type === 'error') failUnlessDone(part.error, wire)
    const text = part.type === 'text-delta' ? characters.push(part.text) : ''
    if (text) yield { type: 'text', text }
    if (part.type !== 'finish') continue
    const rest = characters.rest()
    if (rest) yield { type: 'text', text: rest }
    return yield finish(part, wire)
  }
  throw new BrokenOffError('the stream ended without a finish')
}

/** A server that sends `[DONE]` but never a finish_reason has completed its answer; the SDK calls that an error. */
function failUnlessDone(error: unknown, wire: Wire): void {
  const onlyUnfinished = InvalidResponseDataError.isInstance(error) && error.data === undefined
  if (!onlyUnfinished) throw error
  if (!wire.done) throw new BrokenOffError('the stream ended without a finish')
}

function finish(part: SdkFinish, wire: Wire): AnswerPart {
  const { finishReason, totalUsage } = part
  if (finishReason === 'content-filter') throw new RefusedError('the content filter ended the answer')
  if (finishReason === 'interrupted' || (finishReason === 'error' && !wire.done))
    throw new BrokenOffError(`the model finished with ${finishReason}`)
  return {
    type: 'finish',
    finishReason: finishReason === 'length' ? 'truncated' : 'completed',
    usage: { inputTokens: totalUsage.inputTokens ?? null, outputTokens: totalUsage.outputTokens ?? null },
  }
}

function modelName(id: string): string {
  return id.slice(id.indexOf('/') + 1)
}
