import { must } from '@duck/protocol'
import type { BenchPostgres } from '../bench-postgres.ts'
import type { Figure } from '../figure.ts'
import { load } from '../machine.ts'
import { runRounds } from '../rounds.ts'
import { firstLoadBytes } from './first-load.ts'
import { visit } from './interactive.ts'
import { watchMemory } from './memory.ts'
import { openStage, type WebStage } from './open-stage.ts'
import { shiftOfAnswer } from './shift.ts'
import { type OpenSession, typeIdle, typeWhileStreaming } from './typing.ts'
import { type SessionRounds, webFigures } from './web-figures.ts'

export interface WebOptions {
  rounds: number
  /** Milliseconds that is typed, and that an answer is written, in each round. */
  ms: number
  /** Messages in the sessions that are compared, the shortest first. */
  lengths: readonly number[]
  /** How long a page's memory is watched. */
  minutes: number
  /** Messages that come before it is watched; default more than a page keeps mounted. */
  beforehand?: number
}

/** Measures what the person at a page feels, in a short session and in a long one. */
export async function benchWeb(postgres: BenchPostgres, options: WebOptions): Promise<Figure[]> {
  const before = load()
  await using stage = await openStage(postgres)
  const sessions: OpenSession[] = []
  for (const messages of options.lengths) sessions.push(await openSession(stage, messages))
  const firstBytes = await firstLoadBytes(stage.duck.app.url)
  const rounds = await runSessions(stage, sessions, options)
  const loads = [before, load()] as const
  return webFigures(firstBytes, rounds).map((figure) => ({ ...figure, load: loads }))
}

async function openSession(stage: WebStage, messages: number): Promise<OpenSession> {
  const sessionId = await stage.newSession(messages)
  const page = await stage.newBrowser()
  await page.chat.open(sessionId)
  await page.shows(messages - 1)
  return { page, sessionId }
}

/** One thing after another, so that nothing else runs beside it; each interleaved over the sessions. */
async function runSessions(
  stage: WebStage,
  sessions: readonly OpenSession[],
  { rounds, ms, lengths, ...watch }: WebOptions,
): Promise<SessionRounds[]> {
  const visits = await runRounds(
    sessions.map(
      ({ sessionId }) =>
        () =>
          visit(stage, sessionId),
    ),
    rounds,
  )
  const typed = await runRounds(
    sessions.flatMap((open) => [() => typeIdle(open, ms), () => typeWhileStreaming(stage, open, ms)]),
    rounds,
  )
  const shifts = await runRounds(
    sessions.map((open) => () => shiftOfAnswer(stage, open, ms)),
    rounds,
  )
  const results: SessionRounds[] = []
  for (const [place, open] of sessions.entries())
    results.push({
      messages: must(lengths[place], 'its length'),
      visits: must(visits[place], 'its visits'),
      idle: must(typed[2 * place], 'its idle rounds'),
      streaming: must(typed[2 * place + 1], 'its streaming rounds'),
      shifts: must(shifts[place], 'its shifts'),
      growth: await watchMemory(stage, open, watch),
    })
  return results
}
