import { setTimeout as delay } from 'node:timers/promises'
import { errorClassOf, finishReasonOf, rowOf, type StreamEnd } from '@duck/protocol'
import { type Finalized, finalizeStream } from '@duck/store'
import type { Base } from '../context.ts'
import { faultOf } from '../fault.ts'
import { publishChange } from '../sync/publish-change.ts'
import type { Ending, LiveAnswer } from './live-answer.ts'

const FIRST_RETRY_MS = 200
const LONGEST_RETRY_MS = 2000

/**
 * Turns the answer into its one row. While the database is away it is tried again for as long as the process
 * lives: the text is in memory, and repeating is safe. Gives back what tells the tabs, to be called once the answer
 * is no longer live.
 */
export async function endAnswer(
  chat: Base,
  answer: LiveAnswer,
  ending: Ending | 'fenced',
): Promise<() => void> {
  if (ending === 'fenced') return () => announceLost(chat, answer)
  const endedAt = performance.now()
  for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, LONGEST_RETRY_MS)) {
    try {
      const end = await finalize(chat, answer, ending)
      chat.db.metrics.finalize((performance.now() - endedAt) / 1000)
      if (end.result === 'fenced') return () => announceLost(chat, answer)
      return () => {
        announce(chat, answer, ending.status, end)
        if (ending.status === 'finalized' && end.messageIndex !== null)
          chat.titles.consider(answer, end.messageIndex)
      }
    } catch (error) {
      chat.log.warn(
        { streamId: answer.stream.id, fault: faultOf(error) },
        'finalize failed, will be tried again',
      )
      await delay(wait)
    }
  }
}

function finalize(chat: Base, answer: LiveAnswer, ending: Ending): Promise<Finalized> {
  return finalizeStream(chat.db, {
    serverId: chat.serverId,
    streamId: answer.stream.id,
    status: ending.status,
    finishReason: finishReasonOf(ending),
    content: rowOf(ending, answer.text)?.content ?? '',
    metadata: answer.metadata,
    errorClass: errorClassOf(ending),
  })
}

function announce(chat: Base, { stream, userId, text }: LiveAnswer, status: StreamEnd, end: Finalized): void {
  const { id: streamId, sessionId } = stream
  const { messageIndex, messageCount, headId } = end
  if (messageIndex === null) {
    chat.feed.publish(userId, { type: 'stream-ended', streamId, sessionId, status })
    return
  }
  publishChange(chat, userId, { sessionId, messageCount, headId })
  const offset = text.length
  chat.feed.publish(userId, { type: 'stream-ended', streamId, sessionId, status, messageIndex, offset })
}

/** Another server settled it, or its session is gone: what became of it is in the database. */
function announceLost(chat: Base, { stream, userId }: LiveAnswer): void {
  const { id: streamId, sessionId } = stream
  chat.feed.publish(userId, { type: 'stream-ended', streamId, sessionId, status: 'interrupted' })
  chat.feed.deliver(userId, { type: 'resync' })
}
