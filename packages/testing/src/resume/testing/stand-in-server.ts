import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type Message, type SyncEvent, textPieces, type WatchEvent } from '@duck/protocol'
import { WebSocketServer } from 'ws'
import { frameText } from '../wire/frame-text.ts'

/** An event, and the id that says how far its reader is. */
export interface Sent {
  id?: string
  data: SyncEvent | WatchEvent
}

/** Makes of what is to be sent something else; `resumed` when the reader was there before. */
export type Spoil = (events: Sent[], resumed: boolean) => Sent[]

export const STREAM = 'the-stream'
const SESSION = 'the-session'
const PIECE = 7
const OVER = 'over'

/**
 * A server whose one answer is `text`, further by two pieces at each subscription. It gives each subscriber of the feed
 * or of the watch what there is from where that one is, as `spoil` makes it.
 */
export async function startStandIn(text: string, spoil: Spoil): Promise<AsyncDisposable & { url: string }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  let written = 0
  server.on('connection', (socket) => {
    socket.on('message', (frame) => {
      written = Math.min(text.length, written + 2 * PIECE)
      const { path, input, lastEventId } = paramsOf(frameText(frame))
      const feeds = path === 'sync.subscribe'
      const events = feeds ? feed(text, written, lastEventId) : watch(text, written, input.offset ?? 0)
      for (const { id, data } of spoil(
        events,
        feeds ? lastEventId !== undefined : input.offset !== undefined,
      )) {
        const result = id === undefined ? { type: 'data', data } : { type: 'data', id, data: { id, data } }
        socket.send(JSON.stringify({ id: 1, result }))
      }
    })
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function feed(text: string, written: number, lastEventId: string | undefined): Sent[] {
  if (lastEventId === OVER) return [{ id: OVER, data: { type: 'resync' } }]
  const from = Number(lastEventId ?? 0)
  const openStreams = [
    {
      streamId: STREAM,
      sessionId: SESSION,
      promptId: 'p',
      model: 'm',
      status: 'open' as const,
      offset: written,
    },
  ]
  const ready: Sent = { id: '0', data: { type: 'ready', serverVersion: '1', openStreams, counts: {} } }
  const end: Sent = {
    id: OVER,
    data: {
      type: 'stream-ended',
      streamId: STREAM,
      sessionId: SESSION,
      status: 'finalized',
      messageIndex: 1,
    },
  }
  return [
    ...(lastEventId === undefined ? [ready] : []),
    ...deltas(text.slice(0, written), from).map(({ offset, delta }): Sent => {
      return {
        id: `${offset + delta.length}`,
        data: { type: 'stream-delta', streamId: STREAM, offset, delta },
      }
    }),
    ...(written === text.length ? [end] : []),
  ]
}

function watch(text: string, written: number, from: number): Sent[] {
  const pieces = deltas(text.slice(0, written), from).map(
    (piece): Sent => ({ data: { type: 'delta', ...piece } }),
  )
  const end: Sent = { data: { type: 'ended', status: 'finalized', message: messageWith(text) } }
  return written === text.length ? [...pieces, end] : pieces
}

function deltas(text: string, from: number): { offset: number; delta: string }[] {
  return [...textPieces(text, from, PIECE)].map(({ offset, piece }) => ({ offset, delta: piece }))
}

function paramsOf(frame: string): { path: string; input: { offset?: number }; lastEventId?: string } {
  return (JSON.parse(frame) as { params: ReturnType<typeof paramsOf> }).params
}

export function messageWith(content: string): Message {
  const time = '2026-01-01T00:00:00.000Z'
  const places = { sessionId: SESSION, messageIndex: 1, parentId: null, movesHead: true }
  const kinds = { role: 'assistant', origin: 'stream', finishReason: 'completed' } as const
  return { id: STREAM, content, metadata: {}, createdAt: time, updatedAt: time, ...places, ...kinds }
}
