import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { retryNow } from './refetch.ts'

const NEVER_MS = 2 ** 30

test('what waits for another try is tried at once, the first fetch of all too, and who waits for it gets the answer', async () => {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: 3, retryDelay: NEVER_MS } } })
  let tries = 0
  const observer = new QueryObserver(queryClient, {
    queryKey: ['one'],
    queryFn: async () => {
      if (++tries === 1) throw new TypeError('fetch failed')
      return 'answer'
    },
  })
  const leave = observer.subscribe(() => {})
  await vi.waitFor(() => expect(observer.getCurrentResult().failureCount).toBe(1))
  const refetched = queryClient.refetchQueries()
  retryNow(queryClient)
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('answer'))
  await refetched
  expect(tries).toBe(2)
  leave()
})

test('a fetch that is under way for the first time is left alone', async () => {
  const queryClient = new QueryClient()
  const answer = Promise.withResolvers<string>()
  let tries = 0
  const queryFn = () => {
    tries++
    return answer.promise
  }
  const observer = new QueryObserver(queryClient, { queryKey: ['one'], queryFn })
  const leave = observer.subscribe(() => {})
  retryNow(queryClient)
  answer.resolve('answer')
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('answer'))
  expect(tries).toBe(1)
  leave()
})
