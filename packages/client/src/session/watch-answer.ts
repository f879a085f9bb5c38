import { DuckError, isRunning, type Message, type StreamEnd, type WatchEvent } from '@duck/protocol'
import { every } from '../live/every.ts'
import { createInbox } from '../live/inbox.ts'
import { keepSubscribed } from '../live/keep-subscribed.ts'
import type { Rpc } from '../rpc/rpc.ts'

export type AnswerEnd = WatchEvent & { type: 'ended' }

export interface WatchedAnswer {
  rpc: Rpc
  sessionId: string
  streamId: string
  /** Ends the watching, not the answer. */
  signal: AbortSignal
  /** How often it is asked for while no WebSocket is open, in milliseconds. */
  pollMs?: number
}

const POLL_MS = 1_000

/**
 * The text of an answer from its beginning, as it is written, each piece once; then its end, with its row if it has one. It goes on
 * after any break, and comes to the same end where no WebSocket opens, then with the text in one piece.
 *
 * @throws DuckError NOT_FOUND, UNAUTHORIZED.
 */
export async function* watchAnswer(watched: WatchedAnswer): AsyncGenerator<WatchEvent> {
  const { rpc, streamId, signal, pollMs = POLL_MS } = watched
  const inbox = createInbox<WatchEvent>()
  let at = 0
  const feed = keepSubscribed<WatchEvent>({
    open: (listener) => rpc.stream.watch.subscribe({ streamId, offset: at }, listener),
    onData: inbox.push,
    onRefused: inbox.fail,
  })
  const stopAsking = every(pollMs, async () => {
    const end = feed.isConnected() ? null : await lookUp(watched)
    if (end) inbox.push(end)
  })
  const leave = () => inbox.fail(signal.reason)
  signal.addEventListener('abort', leave)
  try {
    signal.throwIfAborted()
    for await (const event of inbox) {
      const piece = freshPiece(event, at)
      if (piece !== '') yield { type: 'delta', offset: at, delta: piece }
      at += piece.length
      if (event.type === 'ended') return yield event
    }
  } finally {
    signal.removeEventListener('abort', leave)
    stopAsking()
    feed.stop()
  }
}

/** What of the text was not there yet: after a break it comes again from where it was asked for first. */
export function freshPiece(event: WatchEvent, at: number): string {
  if (event.type === 'ended') return event.message?.content.slice(at) ?? ''
  return event.offset > at ? '' : event.delta.slice(at - event.offset)
}

/** How the answer ended; null while it runs. */
async function lookUp({ rpc, sessionId, streamId, signal }: WatchedAnswer): Promise<AnswerEnd | null> {
  const message = await findRow(() => rpc.message.get.query({ messageId: streamId }, { signal }))
  if (message) return { type: 'ended', status: statusOf(message), message }
  const { streams } = await rpc.stream.list.query({ sessionId }, { signal })
  const status = streams.find(({ id }) => id === streamId)?.status
  // Not listed: it became a row just now.
  return status === undefined || isRunning(status) ? null : { type: 'ended', status }
}

async function findRow(find: () => Promise<Message>): Promise<Message | null> {
  try {
    return await find()
  } catch (error) {
    if (error instanceof DuckError && error.code === 'NOT_FOUND') return null
    throw error
  }
}

function statusOf({ finishReason }: Message): StreamEnd {
  return finishReason === null || finishReason === 'completed' || finishReason === 'truncated'
    ? 'finalized'
    : finishReason
}
