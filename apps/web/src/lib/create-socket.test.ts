import { createTRPCClient, wsLink } from '@trpc/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AppRouter } from './app-router.ts'
import { createStore } from './store.ts'

/** Leads nowhere, as on a line that is cut. */
class DeadSocket extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly opened: number[] = []
  readyState = DeadSocket.CONNECTING

  constructor() {
    super()
    DeadSocket.opened.push(Date.now())
  }

  close(): void {
    this.readyState = 3
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', DeadSocket)
  vi.stubGlobal('location', { protocol: 'http:', host: 'duck.test' })
  vi.stubGlobal('document', { visibilityState: 'visible' })
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  DeadSocket.opened.length = 0
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.resetModules()
})

test('a page that comes back in the middle of a try that leads nowhere tries again within some 1 s, however many failed', async () => {
  const { createSocket } = await import('./create-socket.ts')
  const socket = createSocket(
    { look: async () => {}, whenIn: async () => {} },
    createStore<string | null>('ann'),
  )
  const rpc = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket.client })] })
  const feed = rpc.sync.subscribe.subscribe({ sessionIds: [] }, {})
  // Tries of 5 s, pauses up to 5 s.
  while (DeadSocket.opened.length < 7) await vi.advanceTimersByTimeAsync(100)
  const tries = DeadSocket.opened.length
  await vi.advanceTimersByTimeAsync(300)
  const backAt = Date.now()
  socket.wake()
  socket.prove()
  while (DeadSocket.opened.length === tries) await vi.advanceTimersByTimeAsync(50)
  expect((DeadSocket.opened.at(-1) ?? 0) - backAt).toBeLessThan(1_200)
  feed.unsubscribe()
  socket.close()
})
