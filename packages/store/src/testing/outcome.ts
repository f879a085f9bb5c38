import { DuckError } from '@duck/protocol'

/** What became of a call, and how long it took. */
export interface Outcome {
  ms: number
  /** 'done', or the code and reason of the refusal. */
  was: string
  retryAfterMs: number | undefined
}

/** Waits for the call; anything it fails with but a refusal fails the test. */
export async function outcome(call: Promise<unknown>): Promise<Outcome> {
  const began = performance.now()
  const since = () => performance.now() - began
  try {
    await call
    return { ms: since(), was: 'done', retryAfterMs: undefined }
  } catch (error) {
    if (!(error instanceof DuckError)) throw error
    const { reason, retryAfterMs } = error.facts
    return { ms: since(), was: `${error.code} ${reason}`, retryAfterMs }
  }
}

/** The calls' outcomes, told apart: how often each was met. */
export function tally(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { was } of outcomes) counts[was] = (counts[was] ?? 0) + 1
  return counts
}

export function slowest(outcomes: readonly Outcome[]): number {
  return Math.max(...outcomes.map(({ ms }) => ms))
}
