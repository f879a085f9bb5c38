import type { Operation, TRPCLink } from '@trpc/client'
import { observable, observableToPromise } from '@trpc/server/observable'
import type { AppRouter } from './app-router.ts'
import type { SendQueue } from './send-queue.ts'

interface Lane {
  sessionId: string
  messageId: string | null
}

export type OnWaiting = (sessionId: string, messageId: string, error: unknown) => void

/** The link that takes `session.create` and `message.send` through the session's lane of the queue. */
export function sendInOrder(queue: SendQueue, onWaiting: OnWaiting): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) => {
      const lane = laneOf(op)
      if (!lane) return next(op)
      const { sessionId, messageId } = lane
      return observable((observer) => {
        queue
          .deliver(sessionId, {
            attempt: () => observableToPromise(next(op)),
            opens: messageId === null,
            waiting: (error) => messageId !== null && onWaiting(sessionId, messageId, error),
          })
          .then(
            (result) => {
              observer.next(result)
              observer.complete()
            },
            (error) => observer.error(error),
          )
      })
    }
}

/** Whether the call goes through a lane. */
export function isSend(op: Pick<Operation, 'path' | 'input'>): boolean {
  return laneOf(op) !== null
}

function laneOf({ path, input }: Pick<Operation, 'path' | 'input'>): Lane | null {
  if (typeof input !== 'object' || input === null || !('id' in input) || typeof input.id !== 'string')
    return null
  if (path === 'session.create') return { sessionId: input.id, messageId: null }
  if (path !== 'message.send' || !('sessionId' in input) || typeof input.sessionId !== 'string') return null
  return { sessionId: input.sessionId, messageId: input.id }
}
