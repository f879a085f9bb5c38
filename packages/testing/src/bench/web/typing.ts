import { setTimeout as delay } from 'node:timers/promises'
import { uuidv7 } from '@duck/protocol'
import { type DelayCounts, Delays } from '../live/delays.ts'
import { writePlan } from '../live/plan.ts'
import type { WebStage } from './open-stage.ts'
import { tasksFromTyping } from './probe.ts'
import type { WebPage } from './web-page.ts'

/** What a person who types feels. */
export interface Typed {
  keys: number
  /** From each key's press to the frame that shows it. */
  delays: DelayCounts
  /** Tasks of more than 50 ms in which a key was handled. */
  longTasks: number
}

/** A tab that shows a session. */
export interface OpenSession {
  page: WebPage
  sessionId: string
}

const DELTAS_PER_SECOND = 200
/** Of a very fast typist: 15 keys a second. */
const KEY_MS = 66
const SENTENCE = 'the quick brown fox jumps over the lazy duck '
/** The answer has to outlast the typing. */
const SPARE = 1.5

/** Types for so long, while nothing else happens. */
export async function typeIdle({ page }: OpenSession, ms: number): Promise<Typed> {
  return type(page, ms)
}

/** Types for so long, while an answer of 200 deltas a second is shown above. */
export async function typeWhileStreaming(
  { rpc }: WebStage,
  { page, sessionId }: OpenSession,
  ms: number,
): Promise<Typed> {
  const [id, streamId] = [uuidv7(), uuidv7()]
  const count = Math.ceil((DELTAS_PER_SECOND * ms * SPARE) / 1000)
  const content = writePlan({ perSecond: DELTAS_PER_SECOND, count, markdown: true })
  await rpc.message.send.mutate({ sessionId, id, streamId, content })
  await page.showsTextOf(streamId)
  const typed = await type(page, ms)
  await page.showsSaved(streamId)
  return typed
}

async function type(page: WebPage, ms: number): Promise<Typed> {
  await page.chat.composer.focus()
  await page.take()
  const began = performance.now()
  let keys = 0
  for (; performance.now() - began < ms; keys++) {
    await page.press(SENTENCE.charAt(keys % SENTENCE.length).replace(' ', 'Space'))
    await delay(Math.max(0, began + (keys + 1) * KEY_MS - performance.now()))
  }
  await page.showsKeys(keys)
  const noted = await page.take()
  await page.chat.composer.fill('')
  const delays = new Delays()
  for (const { paintMs } of noted.keys) delays.add(paintMs)
  return { keys, delays: delays.take(), longTasks: tasksFromTyping(noted) }
}
