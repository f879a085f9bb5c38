import type { Express, FeedEvent, Wire } from '@duck/chat'
import type { SyncEvent } from '@duck/protocol'
import { type TrackedEnvelope, tracked } from '@trpc/server'
import type { Connection } from '../trpc/trpc.ts'

/**
 * The events as tRPC takes them. It sends the first; once it asks for the second, the rest goes to the connection as soon as it
 * comes, in the frames that tRPC would make, if there is such a way, and tRPC is told of the end.
 */
export function trackedEvents(
  events: AsyncGenerator<FeedEvent>,
  connection: Pick<Connection, 'drained' | 'express'>,
  wire: Wire,
): AsyncIterableIterator<TrackedEnvelope<SyncEvent>> {
  let last: SyncEvent | null = null
  const nextByTrpc = async (): Promise<IteratorResult<TrackedEnvelope<SyncEvent>>> => {
    const { value, done } = await events.next()
    if (done) return END
    // A copy, since it has to be this subscription's alone.
    last = { ...value.event }
    return { value: tracked(value.id, last), done: false }
  }
  return {
    next() {
      wire.express = last && connection.express(last)
      // What was put into words for it would be kept with it.
      last = null
      return wire.express ? sendAll(events, wire.express, connection) : nextByTrpc()
    },
    async return() {
      await events.return(undefined)
      return END
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

const END = { value: undefined, done: true } as const

/** Sends them as they come, no faster than they are read; resolves at their end. */
async function sendAll(
  events: AsyncGenerator<FeedEvent>,
  express: Express,
  connection: Pick<Connection, 'drained'>,
): Promise<typeof END> {
  for (;;) {
    const { value, done } = await events.next()
    if (done) return END
    express.send(value.id, value.event)
    const waiting = connection.drained()
    if (waiting) await waiting
  }
}
