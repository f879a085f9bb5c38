import type { Stream, SyncEvent } from '@duck/protocol'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { createTRPCQueryUtils } from '@trpc/react-query'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { page } from '../testing/rows.ts'
import { scriptedClient } from '../testing/scripted-client.ts'
import { createInvalidator } from './invalidate.ts'
import { LiveStore } from './live-store.ts'
import { newestPage, setMessageListDefaults } from './message-cache.ts'

const STREAM: Stream = {
  id: 'm2',
  sessionId: 's',
  promptId: 'm1',
  model: 'duck',
  status: 'open',
  offset: 0,
  errorClass: null,
  startedAt: '2025-01-01T00:00:00.000Z',
  endedAt: null,
}

let plannedFrames = 0
beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => plannedFrames++)
  vi.stubGlobal('cancelAnimationFrame', () => plannedFrames--)
})
// One that comes after its test would find the next file's globals.
afterAll(() => vi.waitFor(() => expect(plannedFrames).toBe(0)))

interface Log {
  count: number
  streams?: Stream[]
}

/** A tab that shows session `s`, at a server whose log has `log.count` messages. */
async function shownTab(log: Log) {
  const fetches: string[] = []
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  setMessageListDefaults(queryClient)
  const client = scriptedClient(async ({ path }) => {
    fetches.push(path)
    return path === 'stream.list' ? { streams: log.streams ?? [] } : page(0, log.count)
  })
  const utils = createTRPCQueryUtils({ client, queryClient })
  const live = new LiveStore()
  let resubscribed = 0
  const invalidate = createInvalidator({ utils, queryClient, live }, () => resubscribed++)
  await utils.message.list.fetch(newestPage('s'))
  // What a mounted component does: a query is fetched again only while someone looks at it.
  const leaves = [
    new QueryObserver(queryClient, utils.message.list.queryOptions(newestPage('s'))).subscribe(() => {}),
    new QueryObserver(queryClient, utils.stream.list.queryOptions({ sessionId: 's' })).subscribe(() => {}),
  ]
  const leave = () => {
    for (const unsubscribe of leaves) unsubscribe()
  }
  await vi.waitFor(() => expect(queryClient.isFetching()).toBe(0))
  fetches.length = 0
  const cached = () => utils.message.list.getData(newestPage('s'))
  return { utils, queryClient, live, invalidate, fetches, cached, leave, resubscribed: () => resubscribed }
}

describe('a hint', () => {
  it('of what the cache has fetches nothing', async () => {
    const { invalidate, fetches } = await shownTab({ count: 2 })
    invalidate([{ kind: 'messages', sessionId: 's', messageCount: 2, headId: 'm1' }])
    await new Promise((resolve) => setImmediate(resolve))
    expect(fetches).toEqual([])
  })

  it('of a higher count fetches the list', async () => {
    const log: Log = { count: 2 }
    const { invalidate, cached } = await shownTab(log)
    log.count = 3
    invalidate([{ kind: 'messages', sessionId: 's', messageCount: 3 }])
    await vi.waitFor(() => expect(cached()?.messageCount).toBe(3))
  })

  it('among a hundred at once costs few fetches, and the last one is heeded', async () => {
    const log: Log = { count: 2 }
    const { invalidate, fetches, cached } = await shownTab(log)
    for (let count = 3; count <= 102; count++) {
      log.count = count
      invalidate([{ kind: 'messages', sessionId: 's', messageCount: count }])
    }
    await vi.waitFor(() => expect(cached()?.messageCount).toBe(102))
    expect(fetches.length).toBeLessThanOrEqual(2)
  })
})

it('feedback that is shown is fetched again when that of its session changed, and with everything', async () => {
  const { utils, queryClient, invalidate, fetches } = await shownTab({ count: 2 })
  const shown = utils.message.listFeedback.queryOptions({ sessionId: 's', first: 0, last: 99 })
  const leave = new QueryObserver(queryClient, shown).subscribe(() => {})
  await vi.waitFor(() => expect(queryClient.isFetching()).toBe(0))
  fetches.length = 0
  invalidate([{ kind: 'feedback', sessionId: 'other' }])
  invalidate([{ kind: 'feedback', sessionId: 's' }])
  await vi.waitFor(() => expect(fetches).toEqual(['message.listFeedback']))
  invalidate([{ kind: 'everything' }])
  await vi.waitFor(() => expect(fetches.slice(1)).toContain('message.listFeedback'))
  leave()
})

it('live text stays until its row is in the list, then goes', async () => {
  const log: Log = { count: 2 }
  const { live, invalidate, cached } = await shownTab(log)
  live.apply({ type: 'stream-opened', stream: STREAM })
  live.apply({ type: 'stream-delta', streamId: 'm2', offset: 0, delta: 'Quack' })
  const stale = live.apply({
    type: 'stream-ended',
    streamId: 'm2',
    sessionId: 's',
    status: 'finalized',
    messageIndex: 2,
  })
  expect(live.get().streams.m2?.text).toBe('Quack')
  log.count = 3
  invalidate(stale)
  await vi.waitFor(() => expect(live.get().streams).toEqual({}))
  expect(cached()?.messages.at(-1)?.id).toBe('m2')
})

it('gaps in several streams subscribe anew once', async () => {
  const { invalidate, resubscribed } = await shownTab({ count: 0 })
  invalidate([{ kind: 'stream-gap', streamId: 'a' }])
  expect(resubscribed()).toBe(1)
  invalidate([{ kind: 'stream-gap', streamId: 'b' }])
  expect(resubscribed()).toBe(1)
})

describe('a stream that a ready did not name', () => {
  const unnamed = (live: LiveStore, sessionId: string) => {
    live.apply({ type: 'stream-opened', stream: { ...STREAM, sessionId } })
    return live.apply({ type: 'ready', serverVersion: '1', openStreams: [], counts: {} })
  }

  it('is sure again when the fetched streams show that it runs', async () => {
    const { live, invalidate } = await shownTab({ count: 2, streams: [STREAM] })
    invalidate(unnamed(live, 's'))
    expect(live.get().streams.m2?.unconfirmed).not.toBe(0)
    await vi.waitFor(() => expect(live.get().streams.m2).toMatchObject({ status: 'open', unconfirmed: 0 }))
  })

  it('is forgotten when the fetched streams do not have it, though its row is on no page that is loaded', async () => {
    const { live, invalidate } = await shownTab({ count: 2 })
    invalidate(unnamed(live, 's'))
    await vi.waitFor(() => expect(live.get().streams.m2).toBeUndefined())
  })

  it('is forgotten when the list has its row', async () => {
    const log: Log = { count: 2 }
    const { live, invalidate } = await shownTab(log)
    log.count = 3
    invalidate(unnamed(live, 's'))
    await vi.waitFor(() => expect(live.get().streams.m2).toBeUndefined())
    expect(live.get().over).toContain('m2')
  })

  it('of a chat that is not shown is dropped until it is heard of again', async () => {
    const { live, invalidate } = await shownTab({ count: 2 })
    invalidate(unnamed(live, 'hidden'))
    await vi.waitFor(() => expect(live.get().streams.m2).toBeUndefined())
    live.apply({ type: 'stream-opened', stream: { ...STREAM, sessionId: 'hidden' } })
    expect(live.get().streams.m2).toBeDefined()
  })
})

it('a stream in doubt of a chat that was left, though still cached, is not shown as running for ever', async () => {
  const { live, invalidate, leave } = await shownTab({ count: 2 })
  live.apply({ type: 'stream-opened', stream: STREAM })
  leave()
  invalidate(live.apply({ type: 'heartbeat', counts: {}, streams: [] }))
  await vi.waitFor(() => expect(live.get().streams).toEqual({}))
})

describe('a stream that a heartbeat did not name', () => {
  const HEARTBEAT: SyncEvent = { type: 'heartbeat', counts: {}, streams: [] }

  it('is asked about once, however many heartbeats come meanwhile', async () => {
    const { live, invalidate, fetches } = await shownTab({ count: 2, streams: [STREAM] })
    live.apply({ type: 'stream-opened', stream: STREAM })
    invalidate(live.apply(HEARTBEAT))
    expect(live.apply(HEARTBEAT)).toEqual([])
    await vi.waitFor(() => expect(live.get().streams.m2?.unconfirmed).toBe(0))
    expect(fetches.filter((path) => path === 'stream.list')).toHaveLength(1)
  })

  it('is asked about again by the next heartbeat when the answer did not come', async () => {
    const log: Log = { count: 2 }
    const { live, invalidate, fetches } = await shownTab(log)
    live.apply({ type: 'stream-opened', stream: STREAM })
    Object.defineProperty(log, 'streams', { configurable: true, get: refuse })
    invalidate(live.apply(HEARTBEAT))
    await vi.waitFor(() => expect(live.get().streams.m2?.unconfirmed).toBe(0))
    expect(fetches).toContain('stream.list')
    Object.defineProperty(log, 'streams', { value: [STREAM] })
    expect(live.apply(HEARTBEAT)).toContainEqual({ kind: 'streams', sessionId: 's' })
  })
})

describe('while a chat is loaded for the first time', () => {
  /** A tab whose first fetches have begun and are answered when `answer` is called. */
  function loadingTab() {
    const first = Promise.withResolvers<void>()
    const streams: Stream[] = []
    const log = { count: 2, streams }
    const queryClient = new QueryClient({
      defaultOptions: { queries: { staleTime: Infinity, retry: false } },
    })
    const client = scriptedClient(async ({ path }) => {
      const answer = path === 'stream.list' ? { streams: [...log.streams] } : page(0, log.count)
      await first.promise
      return answer
    })
    const utils = createTRPCQueryUtils({ client, queryClient })
    const live = new LiveStore()
    const invalidate = createInvalidator({ utils, queryClient, live }, () => {})
    new QueryObserver(queryClient, utils.message.list.queryOptions(newestPage('s'))).subscribe(() => {})
    new QueryObserver(queryClient, utils.stream.list.queryOptions({ sessionId: 's' })).subscribe(() => {})
    return { live, log, invalidate, answer: first.resolve }
  }

  it('its streams, asked for before one was begun, do not end that one', async () => {
    const { live, log, invalidate, answer } = loadingTab()
    log.streams.push(STREAM)
    live.apply({ type: 'stream-opened', stream: STREAM })
    invalidate(live.apply({ type: 'heartbeat', counts: {}, streams: [] }))
    answer()
    await vi.waitFor(() => expect(live.get().streams.m2).toMatchObject({ status: 'open', unconfirmed: 0 }))
  })

  it('an answer that ends keeps its text until its row is there', async () => {
    const { live, log, invalidate, answer } = loadingTab()
    live.apply({ type: 'stream-opened', stream: STREAM })
    live.apply({ type: 'stream-delta', streamId: 'm2', offset: 0, delta: 'Quack' })
    const ended = { type: 'stream-ended', streamId: 'm2', sessionId: 's', status: 'finalized' } as const
    log.count = 3
    invalidate(live.apply({ type: 'stream-ended', streamId: 'x', sessionId: 't', status: 'failed' }))
    invalidate(live.apply({ ...ended, messageIndex: 2 }))
    await new Promise((resolve) => setImmediate(resolve))
    expect(live.get().streams.m2).toMatchObject({ status: 'ended', text: 'Quack' })
    answer()
    await vi.waitFor(() => expect(live.get().streams).toEqual({}))
  })
})

function refuse(): never {
  throw new Error('away')
}
