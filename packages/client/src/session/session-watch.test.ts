import { DuckError, type Message, type MessageList, type SyncEvent } from '@duck/protocol'
import { afterEach, expect, test } from 'vitest'
import type { Rpc } from '../rpc/rpc.ts'
import type { Listener } from '../rpc/rpc-of.ts'
import { lastContents } from '../testing/views-of.ts'
import { type SessionView, SessionWatch } from './session-watch.ts'

type Event = { id: string; data: SyncEvent }

/** A server of which one session is watched, and what is asked of it. */
class StandIn {
  readonly rows: Message[] = []
  /** How the next lists fail. */
  readonly failures: DuckError[] = []
  readonly listeners: Listener<Event>[] = []
  lists = 0
  pageRows = 200

  readonly rpc: Rpc = asRpc({
    message: { list: { query: async ({ after }: { after: number }) => this.#list(after) } },
    stream: { list: { query: async () => ({ streams: [] }) } },
    sync: {
      subscribe: {
        subscribe: (_: unknown, listener: Listener<Event>) => {
          this.listeners.push(listener)
          return { unsubscribe() {} }
        },
      },
    },
  })

  add(content: string): void {
    const messageIndex = this.rows.length
    const parentId = this.rows.at(-1)?.id ?? null
    this.rows.push({ id: `m${messageIndex}`, content, messageIndex, parentId } as Message)
  }

  tell(data: SyncEvent): void {
    this.listeners.at(-1)?.onData({ id: '1', data })
  }

  tellCount(sessionId = 's'): void {
    this.tell({ type: 'session-changed', sessionId, messageCount: this.rows.length, headId: this.#headId() })
  }

  #headId(): string | null {
    return this.rows.at(-1)?.id ?? null
  }

  #list(after: number): MessageList {
    this.lists++
    const failure = this.failures.shift()
    if (failure) throw failure
    const messages = this.rows.slice(after + 1, after + 1 + this.pageRows)
    return { messages, messageCount: this.rows.length, headId: this.#headId() }
  }
}

/** What is not asked for need not be there. */
function asRpc(part: object): Rpc {
  return part as Rpc
}

const over: AbortController[] = []
afterEach(() => {
  for (const controller of over.splice(0)) controller.abort()
})

function watch(server: StandIn, pollMs = 60_000) {
  const views: SessionView[] = []
  const refusals: string[] = []
  const { signal } = over[over.push(new AbortController()) - 1] ?? new AbortController()
  const watched = new SessionWatch({
    rpc: server.rpc,
    sessionId: 's',
    signal,
    pollMs,
    onView: (view) => views.push(view),
    onRefused: ({ code }) => refusals.push(code),
  })
  signal.addEventListener('abort', () => watched.stop())
  server.listeners[0]?.onConnected?.(true)
  return { views, refusals }
}

test('rows that come in small pages are all there, in order, before the first view', async () => {
  const server = new StandIn()
  server.pageRows = 2
  for (const content of ['a', 'b', 'c', 'd', 'e']) server.add(content)
  const { views } = watch(server)
  await expect.poll(() => views.length).toBeGreaterThan(0)
  expect(views[0]?.line.map(({ content }) => content)).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a burst of hints costs no fetch each, and what is known is not fetched again', async () => {
  const server = new StandIn()
  const { views } = watch(server)
  await expect.poll(() => views.length).toBe(1)
  const before = server.lists
  for (let n = 0; n < 20; n++) {
    server.add(`${n}`)
    server.tellCount()
  }
  await expect.poll(() => lastContents(views)).toHaveLength(20)
  server.tellCount()
  expect(server.lists - before).toBeLessThanOrEqual(2)
})

test('a fetch that failed for a while is made again, without another hint', async () => {
  const server = new StandIn()
  const { views, refusals } = watch(server, 5)
  await expect.poll(() => views.length).toBe(1)
  server.failures.push(new DuckError('SERVICE_UNAVAILABLE', 'The server is busy.'))
  server.add('a')
  server.tellCount()
  await expect.poll(() => lastContents(views)).toEqual(['a'])
  expect(refusals).toEqual([])
})

test('a session that is gone ends the watch', async () => {
  const server = new StandIn()
  server.failures.push(new DuckError('NOT_FOUND', 'There is no such session.'))
  const { refusals } = watch(server)
  await expect.poll(() => refusals).toEqual(['NOT_FOUND'])
})

test('while no feed is there it asks', async () => {
  const server = new StandIn()
  const { views } = watch(server, 5)
  server.listeners[0]?.onConnected?.(false)
  await expect.poll(() => views.at(-1)?.connected).toBe(false)
  server.add('a')
  await expect.poll(() => lastContents(views)).toEqual(['a'])
})
