import type { Legacy } from '../legacy.ts'
import type { MoveOptions } from './move-options.ts'
import { pause } from './pause.ts'
import { type Choice, countSessions, sessionsOf } from './sessions-of.ts'
import { work } from './work.ts'

/** What became of a session at a step; `busy` and `waiting` are tried again. */
export type Outcomes<Outcome extends string> = Record<Outcome, string[]>

export interface StepOptions<Outcome extends string> extends MoveOptions {
  choice: Choice
  outcomes: readonly Outcome[]
  step: (sessionId: string) => Promise<Outcome>
}

const ROUNDS = 20
const ROUND_MS = 250
const AGAIN = new Set(['busy', 'waiting'])

/** Takes a step with each of the sessions, and again with those that somebody held or that waited for the worker. */
export async function stepThrough<Outcome extends string>(
  legacy: Legacy,
  { choice, outcomes, step, onProgress, signal }: StepOptions<Outcome>,
): Promise<Outcomes<Outcome>> {
  const found = new Map<string, Outcome>()
  const total = await countSessions(legacy.sql, choice)
  const take = async (id: string) => {
    found.set(id, await step(id))
    onProgress?.({ done: found.size, total })
  }
  for await (const page of sessionsOf(legacy.sql, choice))
    for (const id of page) if (!signal?.aborted) await take(id)
  for (let round = 1; round <= ROUNDS && !signal?.aborted; round++) {
    const again = [...found].filter(([, outcome]) => AGAIN.has(outcome)).map(([id]) => id)
    if (again.length === 0) break
    await work(legacy, { signal })
    for (const id of again) if (!signal?.aborted) await take(id)
    if ([...found.values()].some((outcome) => AGAIN.has(outcome))) await pause(ROUND_MS, signal)
  }
  const of = (wanted: Outcome) => [...found].filter(([, outcome]) => outcome === wanted).map(([id]) => id)
  return Object.fromEntries(outcomes.map((outcome) => [outcome, of(outcome)])) as Outcomes<Outcome>
}
