import { type Counts, LIMITS, type Stream, type SyncEvent, textPieces } from '@duck/protocol'
import { countSessions, listRunningStreams } from '@duck/store'
import type { Call, Context } from '../context.ts'
import { liveText } from '../stream/live-text.ts'

const HEARTBEAT_MS = 10_000

/** Code units given of each stream. */
type Given = Map<string, number>

/**
 * The user's feed, until the signal is aborted: `ready`, the text so far of the running answers in deltas, then
 * every event as it happens. Subscribes first, then reads, then drops what was read already. A reader that falls
 * too far behind gets a new `ready`.
 */
export async function* subscribe(
  { ctx, input }: Call<{ sessionIds?: readonly string[] | undefined }>,
  signal: AbortSignal,
): AsyncGenerator<SyncEvent> {
  const sessionIds = input.sessionIds
  const wants = (sessionId: string) => sessionIds === undefined || sessionIds.includes(sessionId)
  using subscription = ctx.feed.subscribe(ctx.actor.userId, sessionIds)
  const { inbox } = subscription
  while (!signal.aborted) {
    inbox.reset()
    const given: Given = new Map()
    yield* ready(ctx, sessionIds ?? [], wants, given)
    let nextBeat = performance.now() + HEARTBEAT_MS
    while (!signal.aborted && !inbox.overflowed) {
      await inbox.wait(nextBeat - performance.now(), signal)
      for (const event of inbox.drain()) {
        const fresh = event.type === 'stream-delta' ? withoutGiven(event, given) : event
        if (fresh) yield fresh
      }
      if (performance.now() < nextBeat || signal.aborted) continue
      nextBeat = performance.now() + HEARTBEAT_MS
      yield { type: 'heartbeat', counts: await counts(ctx, sessionIds ?? []) }
    }
  }
}

async function* ready(
  ctx: Context,
  sessionIds: readonly string[],
  wants: (sessionId: string) => boolean,
  given: Given,
): AsyncGenerator<SyncEvent> {
  const streams = await listRunningStreams(ctx.db, ctx.actor.userId)
  const shown = await counts(ctx, sessionIds)
  const texts = await Promise.all(
    streams.map((stream) => (wants(stream.sessionId) ? liveText(ctx, stream.id) : Promise.resolve(''))),
  )
  const openStreams = streams.map((stream, at) => openStream(stream, texts[at] ?? ''))
  yield { type: 'ready', serverVersion: ctx.serverVersion, openStreams, counts: shown }
  for (const [at, { id: streamId }] of streams.entries()) {
    const text = texts[at] ?? ''
    given.set(streamId, text.length)
    for (const { offset, piece } of textPieces(text, 0, LIMITS.deltaUnits))
      yield { type: 'stream-delta', streamId, offset, delta: piece }
  }
}

function openStream({ id: streamId, sessionId, promptId, model, status }: Stream, text: string) {
  return { streamId, sessionId, promptId, model, status, offset: text.length }
}

function counts(ctx: Context, sessionIds: readonly string[]): Promise<Counts> {
  return countSessions(ctx.db, ctx.actor.userId, sessionIds)
}

/** The part of a delta that comes after what was given, or null. */
function withoutGiven(event: SyncEvent & { type: 'stream-delta' }, given: Given): SyncEvent | null {
  const from = given.get(event.streamId) ?? 0
  const end = event.offset + event.delta.length
  if (end <= from) return null
  given.set(event.streamId, end)
  if (event.offset >= from) return event
  return { ...event, offset: from, delta: event.delta.slice(from - event.offset) }
}
