import { failureOf, type Session } from '@duck/protocol'
import type { TRPCClient } from '@trpc/client'
import type { AppRouter } from '../app-router.ts'
import type { Acked } from './outbox-channel.ts'
import type { OutboxEntry } from './outbox-entry.ts'

export interface AttemptOptions {
  client: TRPCClient<AppRouter>
  /** The server has made the session of a first message; the message itself follows. */
  onBegun: (session: Session) => Promise<void>
}

/** One try to get a message to the server, ahead of a first one its session. Rejects when `signal` is aborted. */
export function createAttempt({ client, onBegun }: AttemptOptions) {
  return async (entry: OutboxEntry, signal: AbortSignal): Promise<Acked> => {
    const { sessionId, id, content, streamId, begins } = entry
    const model = entry.model === null ? {} : { model: entry.model }
    const begin = async () => {
      try {
        return await client.session.create.mutate({ id: sessionId, ...model }, { signal })
      } catch (error) {
        if (failureOf(error).code !== 'CONFLICT') throw error
        // Begun already, with another model: by a message that went before, perhaps in another tab. Nobody else's is found.
        return await client.session.get.query({ sessionId }, { signal })
      }
    }
    const work = async () => {
      if (begins) await onBegun(await begin())
      return client.message.send.mutate({ sessionId, id, content, streamId, ...model }, { signal })
    }
    return unlessAborted(work(), signal)
  }
}

/** A call that waits for a sign-in never ends by itself. */
function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason)
    signal.addEventListener('abort', end)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end))
  })
}
