import { DuckError, isRunning, LIMITS, textPieces, type WatchEvent } from '@duck/protocol'
import type { Call } from '../context.ts'
import type { Inbox } from '../sync/inbox.ts'
import { type TextFrom, textFrom } from './text-from.ts'

/**
 * One answer from code unit `offset` on: deltas without gap, then one `ended`. It makes no difference whether the
 * answer is being written or has long been a row, nor which server writes it.
 *
 * @throws NOT_FOUND no such stream of this user.
 */
export async function* watchStream(
  { ctx, input }: Call<{ streamId: string; offset?: number | undefined }>,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent> {
  const { streamId } = input
  const { userId } = ctx.actor
  let at = input.offset ?? 0
  let found = known(await textFrom(ctx, streamId, at))
  using subscription = ctx.feed.subscribe(userId, [found.sessionId], signal)
  const { inbox } = subscription
  while (!inbox.closed) {
    inbox.reset()
    found = known(await textFrom(ctx, streamId, at))
    for (const { offset, piece } of textPieces(found.text, 0, LIMITS.deltaUnits))
      yield { type: 'delta', offset: at + offset, delta: piece }
    at += found.text.length
    if (!isRunning(found.status)) return yield ended(found, found.status)
    at = yield* live(inbox, streamId, at)
  }
}

/** Deltas as they come; gives the unit reached once something is to be looked up: the end, a gap, a sign of life. */
async function* live(inbox: Inbox, streamId: string, from: number): AsyncGenerator<WatchEvent, number> {
  let at = from
  while (!inbox.closed && !inbox.overflowed) {
    await inbox.wait()
    for (const event of inbox.drain()) {
      if (event.type === 'heartbeat' || event.type === 'resync') return at
      if (event.type === 'stream-ended' && event.streamId === streamId) return at
      if (event.type !== 'stream-delta' || event.streamId !== streamId) continue
      if (event.offset > at) return at
      const delta = event.delta.slice(at - event.offset)
      if (delta !== '') yield { type: 'delta', offset: at, delta }
      at += delta.length
    }
  }
  return at
}

function ended({ row }: TextFrom, status: (WatchEvent & { type: 'ended' })['status']): WatchEvent {
  return row ? { type: 'ended', status, message: row } : { type: 'ended', status }
}

function known(found: TextFrom | null): TextFrom {
  if (!found) throw new DuckError('NOT_FOUND', 'There is no such stream.')
  return found
}
