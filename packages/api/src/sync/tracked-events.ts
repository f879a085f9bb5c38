import { type TrackedEnvelope, tracked } from '@trpc/server'
import type { ApiContext } from '../trpc/trpc.ts'

/** An event, and the id by which a reader goes on after it. */
export interface IdentifiedEvent<Event extends object> {
  id: string
  event: Event
}

/**
 * The events as tRPC takes them. It sends the first; once it asks for the second, the rest goes to the connection as soon as it
 * comes, in the frames that tRPC would make, if there is such a way, and tRPC is told of the end.
 */
export function trackedEvents<Event extends object>(
  events: AsyncGenerator<IdentifiedEvent<Event>>,
  ctx: Pick<ApiContext, 'drained' | 'express'>,
): AsyncIterableIterator<TrackedEnvelope<Event>> {
  let last: Event | null = null
  const nextByTrpc = async (): Promise<IteratorResult<TrackedEnvelope<Event>>> => {
    const { value, done } = await events.next()
    if (done) return END
    // A copy, since it has to be this subscription's alone.
    last = { ...value.event }
    return { value: tracked(value.id, last), done: false }
  }
  return {
    next() {
      const send = last && ctx.express(last)
      // What was put into words for it would be kept with it.
      last = null
      return send ? sendAll(events, send, ctx) : nextByTrpc()
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
async function sendAll<Event extends object>(
  events: AsyncGenerator<IdentifiedEvent<Event>>,
  send: (eventId: string, event: Event) => void,
  { drained }: Pick<ApiContext, 'drained'>,
): Promise<typeof END> {
  for (;;) {
    const { value, done } = await events.next()
    if (done) return END
    send(value.id, value.event)
    const waiting = drained()
    if (waiting) await waiting
  }
}
