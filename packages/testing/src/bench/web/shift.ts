import { uuidv7 } from '@duck/protocol'
import { writePlan } from '../live/plan.ts'
import type { WebStage } from './open-stage.ts'
import type { OpenSession } from './typing.ts'

const DELTAS_PER_SECOND = 50

/** The sum of the layout shifts while an answer of so many milliseconds is written, shown and saved. */
export async function shiftOfAnswer(
  { rpc }: WebStage,
  { page, sessionId }: OpenSession,
  ms: number,
): Promise<number> {
  const [id, streamId] = [uuidv7(), uuidv7()]
  const count = Math.ceil((DELTAS_PER_SECOND * ms) / 1000)
  const content = writePlan({ perSecond: DELTAS_PER_SECOND, count, markdown: true })
  await page.take()
  await rpc.message.send.mutate({ sessionId, id, streamId, content })
  await page.showsSaved(streamId)
  return (await page.take()).shift
}
