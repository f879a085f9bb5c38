import {
  DuckError,
  isRunning,
  LIMITS,
  type Message,
  type StreamEnd,
  textPieces,
  type WatchEvent,
} from '@duck/protocol'
import { getMessage, getStream } from '@duck/store'
import type { Call, Context } from '../context.ts'
import { liveText } from './live-text.ts'

// How often a stream that another server writes is looked at.
const LOOK_MS = 250

/**
 * One answer from code unit `offset` on: deltas without gap, then one `ended`. It makes no difference whether the
 * answer is being written or has long been a row.
 *
 * @throws NOT_FOUND no such stream of this user.
 */
export async function* watchStream(
  { ctx, input }: Call<{ streamId: string; offset?: number | undefined }>,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent> {
  const { streamId } = input
  const { sessionId } = await getStream(ctx.db, ctx.actor.userId, streamId)
  using subscription = ctx.feed.subscribe(ctx.actor.userId, [sessionId])
  const { inbox } = subscription
  let offset = input.offset ?? 0
  while (!signal.aborted) {
    inbox.reset()
    const live = ctx.answers.text(streamId)
    const end = live === null ? await endOf(ctx, streamId) : null
    const text = end?.message?.content ?? live ?? (await liveText(ctx, streamId))
    for (const { offset: at, piece } of textPieces(text, offset, LIMITS.deltaUnits)) {
      yield { type: 'delta', offset: at, delta: piece }
      offset = at + piece.length
    }
    if (end) {
      yield end.message
        ? { type: 'ended', status: end.status, message: end.message }
        : { type: 'ended', status: end.status }
      return
    }
    await inbox.wait(LOOK_MS, signal)
  }
}

/** How the stream ended and its row, or null while it runs. */
async function endOf(
  ctx: Context,
  streamId: string,
): Promise<{ status: StreamEnd; message: Message | undefined } | null> {
  const { status } = await getStream(ctx.db, ctx.actor.userId, streamId)
  return isRunning(status) ? null : { status, message: await rowOf(ctx, streamId) }
}

async function rowOf(ctx: Context, streamId: string): Promise<Message | undefined> {
  try {
    return await getMessage(ctx.db, ctx.actor.userId, streamId)
  } catch (error) {
    if (error instanceof DuckError && error.code === 'NOT_FOUND') return undefined
    throw error
  }
}
