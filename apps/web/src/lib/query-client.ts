import { backoffMs, failureOf, isTransient } from '@duck/protocol'
import { notifyManager, QueryClient } from '@tanstack/react-query'
import { setMessageListDefaults } from './message-cache.ts'

const READ_TRIES = 6
const WRITE_TRIES = 4

export function createQueryClient(): QueryClient {
  // What was written to the cache shows in the same frame, not a timer later.
  notifyManager.setScheduler(queueMicrotask)
  const retryDelay = (failures: number, error: unknown) =>
    failureOf(error).retryAfterMs ?? backoffMs(failures + 1)
  const queryClient = new QueryClient({
    defaultOptions: {
      // The network is asked, not the browser's opinion of it: a server on this machine is there offline too.
      queries: {
        networkMode: 'always',
        retry: (failures, error) => failures < READ_TRIES && isTransient(error, failures + 1),
        retryDelay,
      },
      mutations: {
        networkMode: 'always',
        retry: (failures, error) => failures < WRITE_TRIES && isTransient(error, failures + 1),
        retryDelay,
      },
    },
  })
  setMessageListDefaults(queryClient)
  return queryClient
}
