import { uuidv7 } from '@duck/protocol'
import type { QueryClient } from '@tanstack/react-query'
import { createTRPCQueryUtils } from '@trpc/react-query'
import type { Account } from '../lib/account.ts'
import { backoffMs, pause } from '../lib/backoff.ts'
import { createClient } from '../lib/client.ts'
import { Drafts } from '../lib/drafts.ts'
import { waitingWords } from '../lib/error-words.ts'
import { failureOf, isSignedOut, isTransient } from '../lib/errors.ts'
import { createInvalidator } from '../lib/invalidate.ts'
import { LiveStore } from '../lib/live-store.ts'
import { writeList } from '../lib/message-cache.ts'
import { markWaiting } from '../lib/message-list.ts'
import { createQueryClient } from '../lib/query-client.ts'
import { createRefusedStore } from '../lib/refused.ts'
import { SendQueue } from '../lib/send-queue.ts'
import type { Services, Toast } from '../lib/services.ts'
import { createStore } from '../lib/store.ts'
import type { Utils } from '../lib/trpc.ts'
import type { Unsent } from '../lib/unsent.ts'

export interface Tab {
  id: string
  client: ReturnType<typeof createClient>['client']
  queryClient: QueryClient
  services: Services
  /** Opens the WebSocket anew. */
  reopen: () => void
  /** Nothing is asked or sent from now on. */
  close: () => void
}

/** Everything that a page has of one user's; null as long as it is not known whose it is. */
export function createTab(account: Account, userId: string | null): Tab {
  const owner = createStore(userId)
  // Who calls: the owner, until the tab is closed.
  const caller = createStore(userId)
  owner.subscribe(() => caller.set(owner.get()))
  const queryClient = createQueryClient()
  const queue = new SendQueue({
    isTransient: (error, attempt) => isSignedOut(error) || isTransient(error, attempt),
    pause: async (error, attempt) => {
      await pause(failureOf(error).retryAfterMs ?? backoffMs(attempt))
      if (isSignedOut(error)) await account.whenIn(caller)
    },
  })
  const { client, socket } = createClient({
    account,
    caller,
    queue,
    onWaiting: (sessionId, messageId, error) =>
      writeList(utils, sessionId, (list) => list && markWaiting(list, messageId, waitingWords(error))),
  })
  const utils: Utils = createTRPCQueryUtils({ client, queryClient })
  const live = new LiveStore()
  const resubscribeRef = { current: () => {} }
  const drafts = new Drafts(owner)
  const refused = createRefusedStore(owner)
  return {
    id: uuidv7(),
    client,
    queryClient,
    services: {
      account,
      owner,
      utils,
      live,
      resubscribeRef,
      drafts,
      refused,
      unsent: createStore<readonly Unsent[]>([]),
      unborn: createStore<ReadonlySet<string>>(sessionsBegunBy(refused.store.get())),
      connected: createStore(false),
      toast: createStore<Toast | null>(null),
      invalidate: createInvalidator({ utils, queryClient, live }, () => resubscribeRef.current()),
    },
    reopen: socket.reopen,
    close: () => {
      caller.set(null)
      socket.close()
      refused.close()
      drafts.forget()
      queryClient.clear()
    },
  }
}

/** The sessions that would begin with a message that was not sent. */
export function sessionsBegunBy(unsent: readonly Unsent[]): Set<string> {
  return new Set(unsent.filter(({ begins }) => begins).map(({ sessionId }) => sessionId))
}
