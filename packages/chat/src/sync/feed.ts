import type { SyncEvent } from '@duck/protocol'
import { Inbox } from './inbox.ts'

interface Subscriber {
  inbox: Inbox
  /** Whose live text it wants; null for all of the user's sessions. */
  sessionIds: ReadonlySet<string> | null
}

/** An inbox that gets the user's events until it is disposed of. */
export interface Subscription extends Disposable {
  inbox: Inbox
}

/** Carries sync events to every subscriber of a user in this process. Publishing never waits and never fails. */
export class Feed {
  readonly #subscribers = new Map<string, Set<Subscriber>>()

  /** `sessionId` names the session of live text, so that only those who show it get it. */
  publish(userId: string, event: SyncEvent, sessionId?: string): void {
    for (const subscriber of this.#subscribers.get(userId) ?? []) {
      const wanted =
        event.type !== 'stream-delta' ||
        subscriber.sessionIds === null ||
        (sessionId !== undefined && subscriber.sessionIds.has(sessionId))
      if (wanted) subscriber.inbox.push(event)
    }
  }

  subscribe(userId: string, sessionIds: readonly string[] | undefined): Subscription {
    const subscriber = { inbox: new Inbox(), sessionIds: sessionIds ? new Set(sessionIds) : null }
    const others = this.#subscribers.get(userId) ?? new Set()
    this.#subscribers.set(userId, others.add(subscriber))
    return {
      inbox: subscriber.inbox,
      [Symbol.dispose]: () => {
        others.delete(subscriber)
        if (others.size === 0) this.#subscribers.delete(userId)
      },
    }
  }

  /** How many feeds of the user are open. */
  subscribers(userId: string): number {
    return this.#subscribers.get(userId)?.size ?? 0
  }
}
