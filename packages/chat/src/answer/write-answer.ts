import { setTimeout as delay } from 'node:timers/promises'
import { type AnswerRequest, ModelFailure } from '@duck/llm'
import { DuckError } from '@duck/protocol'
import { getMessage, getMessageContext, getSession } from '@duck/store'
import type { Base } from '../context.ts'
import { faultOf } from '../fault.ts'
import { trimToWindow } from './context-window.ts'
import { COMPLETED, type Ending, failed, type LiveAnswer, TRUNCATED } from './live-answer.ts'
import { Watchdog } from './watchdog.ts'

const MOST_MESSAGES = 1000
const OWNER_TRIES = 3
const OWNER_RETRY_MS = 200

/**
 * Asks the model and passes its text on as it comes: to the tabs at once, with no database in that path. Gives
 * back how the answer ended; never rejects. The text up to that end is the answer's.
 */
export async function writeAnswer(
  chat: Base,
  answer: LiveAnswer,
  publish: (delta: string) => void,
): Promise<Ending | 'fenced'> {
  using watchdog = new Watchdog(answer)
  const startedAt = performance.now()
  const take = ({ delta, full }: { delta: string; full: boolean }) => {
    if (delta !== '') publish(delta)
    return full
  }
  try {
    const { request, unfinished } = await askFor(chat, answer)
    // What is continued comes first, as soon as there is more of it: the new row takes the old one's place in the line.
    let before = unfinished
    for await (const part of chat.models.answer(request)) {
      answer.abort.signal.throwIfAborted()
      watchdog.heard()
      if (part.type === 'finish') {
        answer.metadata.usage = { ...part.usage }
        answer.metadata.durationMs = Math.round(performance.now() - startedAt)
        take(answer.flush())
        if (answer.text.trim() === '') return failed('empty-answer')
        return part.finishReason === 'truncated' ? TRUNCATED : COMPLETED
      }
      answer.metadata.firstTextMs ??= Math.round(performance.now() - startedAt)
      const text = before + part.text
      if (part.text !== '') before = ''
      if (part.text !== '' && take(answer.add(text))) return TRUNCATED
    }
    return failed('model-broke-off')
  } catch (error) {
    take(answer.flush())
    return endingOf(chat, answer, error)
  } finally {
    // Whatever ended it, the model server's connection is closed.
    answer.cancel(COMPLETED)
  }
}

function endingOf(chat: Base, answer: LiveAnswer, error: unknown): Ending | 'fenced' {
  if (answer.endedBefore) return answer.endedBefore
  const errorClass = error instanceof ModelFailure ? error.errorClass : 'internal'
  chat.log.warn(
    {
      streamId: answer.stream.id,
      model: answer.stream.model,
      errorClass,
      ...(error instanceof ModelFailure ? {} : { fault: faultOf(error) }),
    },
    'answer failed',
  )
  return failed(errorClass)
}

interface Asked {
  request: AnswerRequest
  /** The text of the answer that this one continues; empty when it is one of its own. */
  unfinished: string
}

/** Where the guest who asked gets an account in this moment, the session is nobody's we know of until we are told. */
async function askFor(chat: Base, answer: LiveAnswer): Promise<Asked> {
  for (let tries = 1; ; tries++) {
    try {
      return await readRequest(chat, answer)
    } catch (error) {
      if (!isNotFound(error) || tries === OWNER_TRIES) throw error
      await delay(OWNER_RETRY_MS)
    }
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof DuckError && error.code === 'NOT_FOUND'
}

async function readRequest(chat: Base, { stream, userId, continueFrom, abort }: LiveAnswer): Promise<Asked> {
  const [session, context, model, partial] = await Promise.all([
    getSession(chat.db, userId, stream.sessionId),
    getMessageContext(chat.db, { userId, promptId: stream.promptId }, MOST_MESSAGES),
    chat.models.find(stream.model),
    continueFrom ? getMessage(chat.db, userId, continueFrom) : null,
  ])
  const turns = context.map(({ role, content }) => ({ role, content }))
  if (partial) turns.push({ role: 'assistant', content: partial.content })
  const request = {
    model: stream.model,
    system: session.systemPrompt,
    turns: trimToWindow(turns, model?.contextWindow ?? null),
    signal: abort.signal,
  }
  return { request, unfinished: partial?.content ?? '' }
}
