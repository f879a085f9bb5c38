import { DuckError, isRunning, type Message, type StreamStatus } from '@duck/protocol'
import { findStream, getMessage, readCheckpoints } from '@duck/store'
import type { Context } from '../context.ts'

/** Text of a stream from some unit on, and how it stands. */
export interface TextFrom {
  sessionId: string
  serverId: string
  status: StreamStatus
  text: string
  /** What it became. */
  row?: Message
}

/**
 * The text of a stream from code unit `from` on, whoever writes it and also when it has long been a row; null when the
 * user has no such stream.
 */
export async function textFrom(ctx: Context, streamId: string, from: number): Promise<TextFrom | null> {
  const { userId } = ctx.actor
  const own = ctx.answers.find(streamId)
  if (own?.userId === userId) {
    const { sessionId, status } = own.stream
    return { sessionId, serverId: ctx.serverId, status, text: own.text.slice(from) }
  }
  // The stream first and then its text: one that is over by the second look has its row.
  const found = await findStream(ctx.db, userId, streamId)
  if (!found) return null
  const { sessionId, status } = found.stream
  const { serverId } = found
  if (!isRunning(status)) return whole(ctx, { sessionId, serverId, status }, streamId, from)
  // Followed before it is read: what comes after these checkpoints is told to whoever has subscribed by now.
  if (serverId !== ctx.serverId) ctx.peers.follower.follow(userId, { id: streamId, sessionId }, from)
  const durable = (await readCheckpoints(ctx.db, [{ userId, streamId, fromUnit: from }])).get(streamId)
  if (!durable) return null
  if (!isRunning(durable.status))
    return whole(ctx, { sessionId, serverId, status: durable.status }, streamId, from)
  return { sessionId, serverId, ...durable }
}

async function whole(
  ctx: Context,
  stream: Omit<TextFrom, 'text' | 'row'>,
  streamId: string,
  from: number,
): Promise<TextFrom> {
  try {
    const row = await getMessage(ctx.db, ctx.actor.userId, streamId)
    return { ...stream, text: row.content.slice(from), row }
  } catch (error) {
    if (error instanceof DuckError && error.code === 'NOT_FOUND') return { ...stream, text: '' }
    throw error
  }
}
