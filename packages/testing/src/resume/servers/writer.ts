import { setTimeout as pause } from 'node:timers/promises'
import { toStorable } from '@duck/protocol'
import { TRPCClientError } from '@trpc/client'
import type { TestClient } from '../../app/create-test-client.ts'
import type { Random } from '../../random/random.ts'
import { oddAnswer } from '../stage/odd-answer.ts'
import type { Stage } from '../stage/open-stage.ts'
import { until } from '../stage/until.ts'

export interface WriterOptions {
  stage: Stage
  /** Through the proxy. */
  rpc: TestClient['rpc']
  sessionId: string
  random: Random
  /** Asked, with how many messages it has sent, before each. */
  goesOn: (messages: number) => boolean
  /** Of each answer. */
  deltas: number
  paceMs: number
}

/** A message that was acked, and the answer to it. */
export interface Sent {
  sessionId: string
  messageId: string
  streamId: string
  messageIndex: number
  /** What the model says to it. */
  content: string
}

const SENT_WITHIN_MS = 40_000
const ANSWERED_WITHIN_MS = 40_000
const TRIES_AGAIN_AFTER_MS = 100
const CALL_MS = 10_000

/** Sends messages to one session, each when the answer to the one before has ended; `sent` grows at each ack. */
export async function writeMessages(options: WriterOptions, sent: Sent[]): Promise<void> {
  const { stage, sessionId, random, goesOn, deltas, paceMs } = options
  for (let number = 0; goesOn(number); number++) {
    const messageId = random.uuid()
    const prompt = `${sessionId} ${messageId}`
    const script = oddAnswer(random.fork(number), { deltas, paceMs })
    stage.scripts.set(prompt, script)
    const streamId = random.uuid()
    const input = { sessionId, id: messageId, streamId, content: prompt }
    const { messageIndex } = await sendUntilAcked(options.rpc, input)
    const content = toStorable(script.deltas.join(''))
    sent.push({ sessionId, messageId, streamId, messageIndex, content })
    await until(`the end of ${streamId}`, ANSWERED_WITHIN_MS, () => hasEnded(stage, streamId))
  }
}

/** The same id again and again, until a server says that it is there. A refusal is thrown. */
async function sendUntilAcked(
  rpc: TestClient['rpc'],
  input: { sessionId: string; id: string; streamId: string; content: string },
): Promise<{ messageIndex: number }> {
  const giveUpAt = performance.now() + SENT_WITHIN_MS
  for (;;) {
    try {
      const { message } = await rpc.message.send.mutate(input, { signal: AbortSignal.timeout(CALL_MS) })
      return message
    } catch (error) {
      if (isRefusal(error) || performance.now() > giveUpAt) throw error
    }
    await pause(TRIES_AGAIN_AFTER_MS)
  }
}

function isRefusal(error: unknown): boolean {
  const data: unknown = error instanceof TRPCClientError ? error.data : undefined
  const status =
    typeof data === 'object' && data !== null && 'httpStatus' in data ? Number(data.httpStatus) : 0
  return status >= 400 && status < 500 && status !== 429
}

async function hasEnded({ sql }: Stage, streamId: string): Promise<boolean> {
  const [row] = await sql`select 1 from message_streams where id = ${streamId} and ended_at is not null`
  return row !== undefined
}
