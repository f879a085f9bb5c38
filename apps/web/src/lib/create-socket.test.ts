import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createTRPCClient, wsLink } from '@trpc/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AppRouter } from './app-router.ts'
import { createSocket } from './create-socket.ts'
import { createStore } from './store.ts'

/** Takes every connection and says nothing, as a line that is cut. */
const sockets = new Set<Socket>()
const silent = createServer((socket) => sockets.add(socket.on('error', () => {})))
/** When each try to open began. */
const tries: number[] = []

beforeEach(async () => {
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  const { port } = silent.address() as AddressInfo
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  vi.stubGlobal('location', {
    protocol: 'http:',
    get host() {
      tries.push(Date.now())
      return `127.0.0.1:${port}`
    },
  })
  vi.stubGlobal('document', { visibilityState: 'visible' })
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
})
afterEach(async () => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  for (const socket of sockets) socket.destroy()
  await new Promise((closed) => silent.close(closed))
})

test('a page that comes back in the middle of a try that leads nowhere tries again within some 1 s, however many failed', async () => {
  const account = { look: async () => {}, whenIn: async () => {} }
  const socket = createSocket(account, createStore<string | null>('ann'), () => {})
  const rpc = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket.client })] })
  const feed = rpc.sync.subscribe.subscribe({ sessionIds: [] }, {})
  // Tries of 5 s, pauses up to 5 s.
  while (tries.length < 7) await vi.advanceTimersByTimeAsync(100)
  const before = tries.length
  await vi.advanceTimersByTimeAsync(300)
  const backAt = Date.now()
  socket.wake()
  socket.prove()
  while (tries.length === before) await vi.advanceTimersByTimeAsync(50)
  expect((tries.at(-1) ?? 0) - backAt).toBeLessThan(1_200)
  feed.unsubscribe()
  socket.close()
})
