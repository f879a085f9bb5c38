import { uuidv7 } from '@duck/protocol'
import { writePlan } from '../live/plan.ts'
import type { WebStage } from './open-stage.ts'
import { slope } from './slope.ts'
import type { OpenSession } from './typing.ts'

/** What a page came to hold while a session went on. */
export interface Growth {
  minutes: number
  /** Messages that came meanwhile. */
  arrived: number
  /** At the end. */
  heapKb: number
  nodes: number
  heapKbPerMinute: number
  nodesPerMinute: number
}

/** More than a page keeps mounted, of the same kinds and as often drawn, so that it has all it will ever have before it is measured. */
const BEFOREHAND = 400
const ANSWER = { perSecond: 100, count: 150, markdown: true } as const
const MS_PER_MINUTE = 60_000

/** Has answers written and messages appended for so long, and looks at the page after each answer. */
export async function watchMemory(
  stage: WebStage,
  open: OpenSession,
  { minutes, beforehand = BEFOREHAND }: { minutes: number; beforehand?: number },
): Promise<Growth> {
  const { page } = open
  for (let n = 0; n < beforehand; ) n += await goOn(stage, open)
  const began = performance.now()
  const elapsed = () => (performance.now() - began) / MS_PER_MINUTE
  const first = await page.memory()
  const heap: [number, number][] = [[0, first.heapKb]]
  const nodes: [number, number][] = [[0, first.nodes]]
  let arrived = 0
  while (elapsed() < minutes) {
    arrived += await goOn(stage, open)
    const held = await page.memory()
    heap.push([elapsed(), held.heapKb])
    nodes.push([elapsed(), held.nodes])
  }
  return {
    minutes: elapsed(),
    arrived,
    heapKb: heap.at(-1)?.[1] ?? 0,
    nodes: nodes.at(-1)?.[1] ?? 0,
    heapKbPerMinute: slope(heap),
    nodesPerMinute: slope(nodes),
  }
}

/** One answer, and what others say meanwhile; gives how many messages that makes. */
async function goOn(stage: WebStage, open: OpenSession): Promise<number> {
  const { sessionId, page } = open
  const streamId = uuidv7()
  await stage.rpc.message.send.mutate({ sessionId, id: uuidv7(), streamId, content: writePlan(ANSWER) })
  await append(stage, open, 2)
  await page.showsSaved(streamId)
  return 4
}

async function append({ rpc }: WebStage, { sessionId, page }: OpenSession, count: number): Promise<void> {
  const sent = Array.from({ length: count }, () =>
    rpc.message.append.mutate({
      sessionId,
      id: uuidv7(),
      role: 'user',
      content: 'Quack, said somebody else.',
    }),
  )
  const rows = await Promise.all(sent)
  await page.shows(Math.max(...rows.map(({ messageIndex }) => messageIndex)))
}
