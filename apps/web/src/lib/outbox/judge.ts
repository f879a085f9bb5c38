import { backoffMs, failureOf, isSignedOut, isTransient } from '@duck/protocol'
import { refusalWords, waitingWords } from '../error-words.ts'
import type { OutboxEntry } from './outbox-entry.ts'
import type { Verdict } from './outbox-sender.ts'

/** What a failed try means. Nothing that passes is a refusal: no answer, a busy server, nobody signed in. */
export function judge(error: unknown, { tries, faults }: OutboxEntry): Verdict {
  if (!isSignedOut(error) && !isTransient(error, faults + 1)) return { refused: refusalWords(error) }
  const { code, retryAfterMs } = failureOf(error)
  return {
    waitMs: retryAfterMs ?? backoffMs(tries + 1),
    waitingFor: waitingWords(error),
    fault: code === 'INTERNAL_SERVER_ERROR',
  }
}
