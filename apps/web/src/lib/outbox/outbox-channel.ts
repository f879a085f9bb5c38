import type { Message, Session, Stream } from '@duck/protocol'
import type { OutboxEntry } from './outbox-entry.ts'

/** What the server answers to a message that it has stored. */
export interface Acked {
  message: Message
  stream: Stream
}

/** What tabs of one browser tell each other of a user's outbox: that it changed, and what they know of the change. */
export interface OutboxNews {
  userId: string
  /** Was sent in another tab, and is stored. */
  kept?: OutboxEntry
  acked?: Acked
  /** The server has made the session of a first message. */
  begun?: Session
}

export interface OutboxChannel {
  tell: (news: OutboxNews) => void
  onTold: (listener: (news: OutboxNews) => void) => void
  close: () => void
}

/** Tabs of browsers without such channels look again every few seconds. */
export function openOutboxChannel(): OutboxChannel {
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('duck.outbox') : null
  return {
    tell: (news) => channel?.postMessage(news),
    onTold: (listener) =>
      channel?.addEventListener('message', ({ data }: MessageEvent<OutboxNews>) => listener(data)),
    close: () => channel?.close(),
  }
}
