import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Connection, trackConnection } from './connection.ts'
import { createStore } from './store.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', { visibilityState: 'visible' })
  vi.stubGlobal('navigator', { onLine: true })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function stage() {
  const server = { answers: false, woken: 0 }
  const connected = createStore(false)
  const failures = createStore(0)
  const heardAt = createStore<number | null>(null)
  const queryClient = new QueryClient()
  const connection = trackConnection({
    connected,
    queryClient,
    socket: { failures, opens: createStore(0), heardAt, wake: () => void server.woken++ },
    answers: async () => server.answers,
  })
  const goLive = () => {
    heardAt.set(Date.now())
    connected.set(true)
    connection.heardAll()
  }
  return { server, connected, failures, heardAt, queryClient, connection, goLive }
}

const is = (connection: Connection) => connection.state.get()

test('it is live only once the feed said what there is, and remembers until when it was', () => {
  const { connection, connected, goLive } = stage()
  expect(is(connection)).toBe('reconnecting')
  connected.set(true)
  expect(is(connection)).toBe('catching-up')
  goLive()
  expect(is(connection)).toBe('live')
  expect(connection.inStepAt.get()).toBeNull()
  const heard = Date.now()
  vi.advanceTimersByTime(5_000)
  connected.set(false)
  expect(is(connection)).toBe('reconnecting')
  expect(connection.inStepAt.get()).toBe(heard)
})

test('while something shown is being fetched again it catches up', async () => {
  const { connection, queryClient, goLive } = stage()
  goLive()
  const answer = Promise.withResolvers<string>()
  queryClient.setQueryData(['shown'], 'old')
  const observer = new QueryObserver(queryClient, {
    queryKey: ['shown'],
    queryFn: () => answer.promise,
    staleTime: Infinity,
  })
  observer.subscribe(() => {})
  const done = queryClient.invalidateQueries({ queryKey: ['shown'] })
  await Promise.resolve()
  expect(is(connection)).toBe('catching-up')
  answer.resolve('new')
  await done
  await vi.advanceTimersByTimeAsync(1)
  expect(is(connection)).toBe('live')
  queryClient.clear()
})

test('a page that comes back is not live until the server is heard', () => {
  const { connection, heardAt, goLive } = stage()
  goLive()
  connection.comeBack()
  expect(is(connection)).toBe('catching-up')
  expect(connection.returns.get()).toBe(1)
  vi.advanceTimersByTime(40)
  heardAt.set(Date.now())
  expect(is(connection)).toBe('live')
})

test('offline is what the browser says and the server does not deny', async () => {
  const { connection, server } = stage()
  vi.stubGlobal('navigator', { onLine: false })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(is(connection)).toBe('offline')
  server.answers = true
  await vi.advanceTimersByTimeAsync(4_000)
  expect(is(connection)).toBe('reconnecting')
  expect(server.woken).toBe(1)
})

test('a server that answers while its WebSocket was tried again in vain is polled', async () => {
  const { connection, server, failures, goLive } = stage()
  server.answers = true
  failures.set(3)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(is(connection)).toBe('reconnecting')
  failures.set(4)
  await vi.advanceTimersByTimeAsync(4_000)
  expect(is(connection)).toBe('polling')
  server.answers = false
  await vi.advanceTimersByTimeAsync(4_000)
  expect(is(connection)).toBe('reconnecting')
  goLive()
  expect(is(connection)).toBe('live')
})
