import type { Express, FeedEvent } from '@duck/chat'
import type { SyncEvent } from '@duck/protocol'
import { isTrackedEnvelope } from '@trpc/server'
import { expect, test } from 'vitest'
import { trackedEvents } from './tracked-events.ts'

const NO_WAYS = { drained: () => null, express: () => null }

function word(delta: string): SyncEvent {
  return { type: 'stream-delta', streamId: 's', offset: 0, delta }
}

async function* three(log: string[] = []): AsyncGenerator<FeedEvent> {
  try {
    for (const text of ['a', 'b', 'c']) yield { id: `id ${text}`, event: word(text) }
  } finally {
    log.push('returned')
  }
}

function express(send: Express['send']): Express {
  return { isReady: () => true, send }
}

/** What tRPC is given, event by event. */
async function read(events: AsyncIterable<unknown>): Promise<unknown[]> {
  const values: unknown[] = []
  for await (const value of events) values.push(isTrackedEnvelope(value) ? value.slice(0, 2) : value)
  return values
}

test('without another way tRPC sends every event', async () => {
  const events = trackedEvents(three(), NO_WAYS, { express: null })
  expect(await read(events)).toEqual([
    ['id a', word('a')],
    ['id b', word('b')],
    ['id c', word('c')],
  ])
})

test('with one tRPC sends the first and hears of the end, the rest goes by it in order', async () => {
  const sent: unknown[] = []
  const ways = {
    drained: () => null,
    express: (first: object) => express((eventId, event) => void sent.push([first, eventId, event])),
  }
  const events = trackedEvents(three(), ways, { express: null })
  expect(await read(events)).toEqual([['id a', word('a')]])
  expect(sent).toEqual([
    [word('a'), 'id b', word('b')],
    [word('a'), 'id c', word('c')],
  ])
})

test('the source learns of the way with the second event', async () => {
  const way = express(() => {})
  const wire = { express: null }
  const events = trackedEvents(three(), { drained: () => null, express: () => way }, wire)
  await events.next()
  expect(wire.express).toBeNull()
  await events.next()
  expect(wire.express).toBe(way)
})

test('the first event is sent as an object of its own, so that its request is told by it', async () => {
  const shared = word('shared')
  async function* events(): AsyncGenerator<FeedEvent> {
    yield { id: 'x', event: shared }
  }
  const { value } = await trackedEvents(events(), NO_WAYS, { express: null }).next()
  expect(value[1]).toEqual(shared)
  expect(value[1]).not.toBe(shared)
})

test('nothing more is sent until the connection can take it', async () => {
  const gate = Promise.withResolvers<void>()
  const sent: string[] = []
  const ways = { drained: () => gate.promise, express: () => express((eventId) => void sent.push(eventId)) }
  const events = trackedEvents(three(), ways, { express: null })
  await events.next()
  const end = events.next()
  await expect.poll(() => sent).toEqual(['id b'])
  gate.resolve()
  expect(await end).toEqual({ value: undefined, done: true })
  expect(sent).toEqual(['id b', 'id c'])
})

test('an error on the way reaches tRPC, and a stop reaches the source', async () => {
  async function* failing(): AsyncGenerator<FeedEvent> {
    yield { id: 'x', event: word('x') }
    throw new Error('broken')
  }
  const ways = { drained: () => null, express: () => express(() => {}) }
  const events = trackedEvents(failing(), ways, { express: null })
  await events.next()
  await expect(events.next()).rejects.toThrow('broken')
  const log: string[] = []
  const stopped = trackedEvents(three(log), ways, { express: null })
  await stopped.next()
  await stopped.return?.()
  expect(log).toEqual(['returned'])
})
