import type { QueryClient } from '@tanstack/react-query'
import { createTRPCQueryUtils } from '@trpc/react-query'
import { backoffMs, pause } from '../lib/backoff.ts'
import { createClient } from '../lib/client.ts'
import { waitingWords } from '../lib/error-words.ts'
import { failureOf, isTransient } from '../lib/errors.ts'
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

export interface Tab {
  client: ReturnType<typeof createClient>
  queryClient: QueryClient
  services: Services
}

/** Everything that lives as long as the tab. */
export function createTab(): Tab {
  const queryClient = createQueryClient()
  const queue = new SendQueue({
    isTransient,
    pause: (error, attempt) => pause(failureOf(error).retryAfterMs ?? backoffMs(attempt)),
  })
  const client = createClient(queue, (sessionId, messageId, error) =>
    writeList(utils, sessionId, (list) => list && markWaiting(list, messageId, waitingWords(error))),
  )
  const utils: Utils = createTRPCQueryUtils({ client, queryClient })
  const live = new LiveStore()
  const resubscribeRef = { current: () => {} }
  return {
    client,
    queryClient,
    services: {
      utils,
      live,
      resubscribeRef,
      refused: createRefusedStore(),
      unborn: createStore<ReadonlySet<string>>(new Set()),
      connected: createStore(false),
      toast: createStore<Toast | null>(null),
      invalidate: createInvalidator({ utils, queryClient, live }, () => resubscribeRef.current()),
    },
  }
}
