import type { SyncEvent } from '@duck/protocol'
import type { SyncSubscribe } from '@duck/protocol/schemas'
import { expect, onTestFinished } from 'vitest'
import type { Context } from '../context.ts'
import { type FeedEvent, subscribe } from '../sync/subscribe.ts'

/** A tab's feed, as far as it was read. */
export interface Tab {
  readonly given: readonly FeedEvent[]
  readonly events: SyncEvent[]
  /** The last event's id: where another connection goes on. */
  readonly lastEventId: string | undefined
  /** The types of what came, other than heartbeats. */
  types(): SyncEvent['type'][]
  /** The text of one stream in the order it came; fails where a delta does not begin where the text ends. */
  text(streamId: string, from?: number): string
  /** The connection is cut. */
  cut(): Promise<void>
}

/** A tab that reads its feed until it is cut, or the test is over. It is subscribed once this resolves. */
export async function openTab(ctx: Context, input: SyncSubscribe = {}): Promise<Tab> {
  const abort = new AbortController()
  const given: FeedEvent[] = []
  const reading = (async () => {
    for await (const event of subscribe({ ctx, input }, abort.signal)) given.push(event)
  })()
  const cut = () => {
    abort.abort()
    return reading
  }
  onTestFinished(cut)
  await expect.poll(() => given.length, { interval: 5 }).toBeGreaterThan(0)
  return {
    given,
    get events() {
      return given.map(({ event }) => event)
    },
    get lastEventId() {
      return given.at(-1)?.id
    },
    types: () => given.map(({ event }) => event.type).filter((type) => type !== 'heartbeat'),
    text: (streamId, from = 0) => joined(given, streamId, from),
    cut,
  }
}

function joined(given: readonly FeedEvent[], streamId: string, from: number): string {
  let text = ''
  for (const { event } of given) {
    if (event.type !== 'stream-delta' || event.streamId !== streamId) continue
    expect(event.offset).toBe(from + text.length)
    text += event.delta
  }
  return text
}
