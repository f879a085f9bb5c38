import { setTimeout as pause } from 'node:timers/promises'
import { must } from '@duck/protocol'
import { observeSession } from '../observe-session.ts'
import type { SessionView } from '../session-view.ts'
import { settledAt } from '../settled-at.ts'
import { until } from '../until.ts'
import { within } from '../within.ts'
import { type OutageSetting, type OutageStage, openOutageStage, type ShownAnswer } from './open-stage.ts'
import type { Outage, Scenario } from './scenarios.ts'

/** An answer that was under way in an outage, as everyone sees it afterwards. */
export interface OutageView extends SessionView {
  /** For how long the tab at its server had seen no new text when the outage ended; null where none was to come. */
  silentMs: number | null
  /** From the outage's end to the answer's; null when it did not come. */
  endedMs: number | null
}

const BEGUN_WITHIN_MS = 20_000
const ENDED_WITHIN_MS = 60_000

/** Has servers write answers, has an outage of so many seconds, and looks at all that is left. */
export async function runOutage(scenario: Scenario, setting: OutageSetting): Promise<OutageView[]> {
  await using stage = await openOutageStage(scenario, setting)
  const { answers } = stage
  const { outage } = scenario
  for (const { ownTab, prompt, sessionId } of answers)
    await ownTab.rpc.message.send.mutate({ ...prompt, sessionId })
  await within(BEGUN_WITHIN_MS, 'durable text of each answer', Promise.all(answers.map(begun(stage))))
  begin(stage, outage)
  await pause(setting.seconds * 1000)
  const over = performance.now()
  const silences = answers.map((answer) => silentMs(answer, { outage, over }))
  end(stage, outage)
  const views = await Promise.all(answers.map((answer) => observe(stage, answer, over)))
  return views.map((view, place) => ({ ...view, silentMs: silences[place] ?? null }))
}

function begun({ sql }: OutageStage) {
  return ({ prompt }: ShownAnswer) =>
    until(BEGUN_WITHIN_MS, async () => {
      const rows = await sql`select from stream_checkpoints where stream_id = ${prompt.streamId}`
      return rows.length > 0 ? true : undefined
    })
}

function begin({ servers }: OutageStage, outage: Outage): void {
  if (outage.kind === 'stop') process.kill(must(servers[outage.server], 'a server').app.pid, 'SIGSTOP')
  else for (const { proxy } of servers) proxy[outage.how]()
}

function end({ servers }: OutageStage, outage: Outage): void {
  if (outage.kind === 'stop') process.kill(must(servers[outage.server], 'a server').app.pid, 'SIGCONT')
  else for (const { proxy } of servers) proxy.release()
}

function silentMs(
  { ownTab, outlasts, server, prompt }: ShownAnswer,
  { outage, over }: { outage: Outage; over: number },
): number | null {
  if (!outlasts || (outage.kind === 'stop' && outage.server === server)) return null
  return over - (ownTab.seen(prompt.streamId).sightings.at(-1)?.at ?? 0)
}

async function observe(
  { sql, model }: OutageStage,
  { prompt, next, answer, tabs, sessionId }: ShownAnswer,
  over: number,
): Promise<Omit<OutageView, 'silentMs'>> {
  const ended = await settledAt(sql, prompt.streamId, ENDED_WITHIN_MS)
  return {
    ...(await observeSession({ sql, sessionId, tabs }, { prompt, next })),
    answer,
    asked: model.asked(prompt.content),
    endedMs: ended === undefined ? null : ended - over,
  }
}
