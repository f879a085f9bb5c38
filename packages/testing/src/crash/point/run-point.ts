import { uuidv7 } from '@duck/protocol'
import { DELTAS, NEXT_PROMPT, PROMPT } from '../answer.ts'
import type { Calm } from '../calm.ts'
import type { CrashDatabase } from '../crash-postgres.ts'
import { observeSession } from '../observe-session.ts'
import { patiently } from '../patiently.ts'
import type { CrashPoint } from '../points.ts'
import { settledAt } from '../settled-at.ts'
import type { Observation } from './observation.ts'
import { openStage, type Stage } from './open-stage.ts'

export interface PointSetting {
  database: CrashDatabase
  /** From the question to the kill nothing else is to take the processor. */
  calm: Calm
}

// Longer than is allowed, so that a late end is told from none.
const GIVES_UP_AFTER_MS = 45_000

/** Kills a server at the point and looks at all that is left; throws an Error when the point does not come. */
export async function runPoint(point: CrashPoint, { database, calm }: PointSetting): Promise<Observation> {
  await using stage = await calm.together(() => openStage(point, database))
  const prompt = { id: uuidv7(), streamId: uuidv7(), content: PROMPT }
  const next = { id: uuidv7(), streamId: uuidv7(), content: NEXT_PROMPT }
  const killedAt = await calm.alone(() => killAt(stage, prompt))
  if (point.nextAtOnce) await sendNext(stage, next)
  const settled = await settledAt(stage.sql, prompt.streamId, GIVES_UP_AFTER_MS)
  return {
    point,
    killedAt,
    settledMs: settled === undefined ? null : settled - killedAt,
    ...(await observeSession(stage, { prompt, next })),
    answer: DELTAS.join(''),
    asked: stage.model.asked(PROMPT),
  }
}

/** Until a server goes on; gives the time of the kill. */
async function killAt(stage: Stage, prompt: Observation['prompt']): Promise<number> {
  const { tabs, sessionId, moment, model, sql, owner, survivor } = stage
  await tabs[0].rpc.message.send.mutate({ ...prompt, sessionId })
  await moment.reached(model, sql)
  const killedAt = performance.now()
  await owner.kill()
  moment.over()
  tabs[0].moveTo((await survivor()).url)
  return killedAt
}

async function sendNext({ tabs: [tab], sessionId }: Stage, next: Observation['next']): Promise<void> {
  await patiently(GIVES_UP_AFTER_MS, () => tab.rpc.message.send.mutate({ ...next, sessionId }))
}
