import type { Model } from '@duck/protocol'
import type { Clock } from '../clock.ts'
import { BrokenOffError, ModelFailure } from '../failure.ts'
import type { AnswerPart, AnswerRequest, Provider } from '../port.ts'
import { wordPieces } from './pieces.ts'
import { type AnswerPlan, planAnswer } from './plan-answer.ts'

export const DUCK_MODEL: Model = {
  id: 'duck/duck',
  provider: 'duck',
  name: 'The Duck (offline)',
  contextWindow: null,
}

const THINKING_MS = 150

/** The offline duck: no model and no network, a partner that asks back about what it is told. */
export function createDuck(clock: Clock): Provider {
  return {
    id: DUCK_MODEL.provider,
    list: async () => [DUCK_MODEL],
    answer: (request) => speak(planAnswer(request.turns), clock, request.signal),
  }
}

async function* speak(
  plan: AnswerPlan,
  clock: Clock,
  signal: AnswerRequest['signal'],
): AsyncGenerator<AnswerPart> {
  signal.throwIfAborted()
  await clock.delay(THINKING_MS, signal)
  for (const text of wordPieces(plan.text)) {
    await clock.delay(plan.pieceMs, signal)
    yield { type: 'text', text }
  }
  if (plan.breaksOff) throw new ModelFailure('model-broke-off', new BrokenOffError('asked for with /fail'))
  yield { type: 'finish', finishReason: 'completed', usage: { inputTokens: null, outputTokens: null } }
}
