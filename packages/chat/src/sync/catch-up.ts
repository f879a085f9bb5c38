import { isRunning, LIMITS, type OpenStream, type SyncEvent, textPieces } from '@duck/protocol'
import { countSessions, listUsersStreams, type OwnedStream } from '@duck/store'
import type { Context } from '../context.ts'
import { textFrom } from '../stream/text-from.ts'
import type { Position } from './position.ts'

/** A reader that begins, or begins again. */
export interface Reader {
  ctx: Context
  sessionIds: readonly string[] | undefined
  position: Position
}

/** For a reader that has nothing: `ready`, then the text so far of the running answers that it shows. */
export async function* begin(reader: Reader): AsyncGenerator<SyncEvent> {
  const { ctx, sessionIds, position } = reader
  const streams = await listUsersStreams(ctx.db, [ctx.actor.userId])
  const counts = await countSessions(ctx.db, ctx.actor.userId, sessionIds ?? [])
  const shown = streams.filter(({ stream }) => wants(reader, stream.sessionId))
  const texts = new Map<string, string>()
  for (const { stream } of shown) {
    texts.set(stream.id, (await textFrom(ctx, stream.id, 0))?.text ?? '')
    position.begin(stream.id, stream.sessionId)
  }
  const openStreams = streams.map(({ stream }) => openStream(stream, texts.get(stream.id) ?? ''))
  yield { type: 'ready', serverVersion: ctx.serverVersion, openStreams, counts }
  for (const { stream } of shown) yield* pieces(stream.id, texts.get(stream.id) ?? '')
}

/**
 * For a reader that was cut off, or fell behind: the rest of what it was reading, from the very unit, also of answers
 * that are rows by now; what began meanwhile where it looks; then `resync`, since hints were missed. What was given once is not given
 * again, so a reader that is cut off after each event still gets on.
 */
export async function* goOn(reader: Reader): AsyncGenerator<SyncEvent> {
  const { ctx, position } = reader
  for (const streamId of Array.from(position.streams.keys())) yield* rest(reader, streamId)
  const running = await listUsersStreams(ctx.db, [ctx.actor.userId])
  const { shown = [], hidden = [] } = Object.groupBy(running, ({ stream }) =>
    wants(reader, stream.sessionId) ? 'shown' : 'hidden',
  )
  for (const { stream } of shown.toSorted((one, other) => rank(one) - rank(other))) {
    if (position.has(stream.id)) continue
    const text = (await textFrom(ctx, stream.id, 0))?.text ?? ''
    yield { type: 'stream-opened', stream }
    yield* pieces(stream.id, text)
  }
  yield { type: 'resync' }
  // Last, since no id says that these were told: they come again each time, and nothing may wait behind them.
  for (const { stream } of hidden) yield { type: 'stream-opened', stream }
}

/** What the reader has not been given of the stream, and its end when it is over. */
export async function* rest({ ctx, position }: Reader, streamId: string): AsyncGenerator<SyncEvent> {
  const from = position.streams.get(streamId) ?? 0
  const found = await textFrom(ctx, streamId, from)
  if (!found) return position.drop(streamId)
  for (const { offset, piece } of textPieces(found.text, 0, LIMITS.deltaUnits))
    yield { type: 'stream-delta', streamId, offset: from + offset, delta: piece }
  const { status, sessionId, row } = found
  if (isRunning(status)) return
  const became = row ? { messageIndex: row.messageIndex, offset: row.content.length } : {}
  yield { type: 'stream-ended', streamId, sessionId, status, ...became }
}

function* pieces(streamId: string, text: string): Generator<SyncEvent> {
  for (const { offset, piece } of textPieces(text, 0, LIMITS.deltaUnits))
    yield { type: 'stream-delta', streamId, offset, delta: piece }
}

function wants({ sessionIds }: Reader, sessionId: string): boolean {
  return sessionIds === undefined || sessionIds.includes(sessionId)
}

function rank({ stream }: OwnedStream): number {
  return stream.status === 'open' ? 0 : 1
}

function openStream(stream: OwnedStream['stream'], text: string): OpenStream {
  const { id: streamId, sessionId, promptId, model, status } = stream
  return { streamId, sessionId, promptId, model, status, offset: text.length }
}
