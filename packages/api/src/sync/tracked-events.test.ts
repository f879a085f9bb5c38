import { isTrackedEnvelope } from '@trpc/server'
import { expect, test } from 'vitest'
import { type IdentifiedEvent, trackedEvents } from './tracked-events.ts'

interface Event {
  text: string
}

async function* three(log: string[] = []): AsyncGenerator<IdentifiedEvent<Event>> {
  try {
    for (const text of ['a', 'b', 'c']) yield { id: `id ${text}`, event: { text } }
  } finally {
    log.push('returned')
  }
}

/** What tRPC is given, event by event. */
async function read(events: AsyncIterable<unknown>): Promise<unknown[]> {
  const values: unknown[] = []
  for await (const value of events) values.push(isTrackedEnvelope(value) ? value.slice(0, 2) : value)
  return values
}

test('without another way tRPC sends every event', async () => {
  const events = trackedEvents(three(), { drained: () => null, express: () => null })
  expect(await read(events)).toEqual([
    ['id a', { text: 'a' }],
    ['id b', { text: 'b' }],
    ['id c', { text: 'c' }],
  ])
})

test('with one tRPC sends the first and hears of the end, the rest goes by it in order', async () => {
  const sent: unknown[] = []
  const express = (first: object) => (eventId: string, event: object) =>
    void sent.push([first, eventId, event])
  const events = trackedEvents(three(), { drained: () => null, express })
  expect(await read(events)).toEqual([['id a', { text: 'a' }]])
  expect(sent).toEqual([
    [{ text: 'a' }, 'id b', { text: 'b' }],
    [{ text: 'a' }, 'id c', { text: 'c' }],
  ])
})

test('the first event is sent as an object of its own, so that its request is told by it', async () => {
  const shared = { text: 'shared' }
  async function* events(): AsyncGenerator<IdentifiedEvent<Event>> {
    yield { id: 'x', event: shared }
  }
  const ways = { drained: () => null, express: () => null }
  const { value } = await trackedEvents(events(), ways).next()
  expect(value[1]).toEqual(shared)
  expect(value[1]).not.toBe(shared)
})

test('nothing more is sent until the connection can take it', async () => {
  const gate = Promise.withResolvers<void>()
  const sent: string[] = []
  const events = trackedEvents(three(), {
    drained: () => gate.promise,
    express: () => (eventId) => void sent.push(eventId),
  })
  await events.next()
  const end = events.next()
  await expect.poll(() => sent).toEqual(['id b'])
  gate.resolve()
  expect(await end).toEqual({ value: undefined, done: true })
  expect(sent).toEqual(['id b', 'id c'])
})

test('an error on the way reaches tRPC, and a stop reaches the source', async () => {
  async function* failing(): AsyncGenerator<IdentifiedEvent<Event>> {
    yield { id: 'x', event: { text: 'x' } }
    throw new Error('broken')
  }
  const ways = { drained: () => null, express: () => () => {} }
  const events = trackedEvents(failing(), ways)
  await events.next()
  await expect(events.next()).rejects.toThrow('broken')
  const log: string[] = []
  const stopped = trackedEvents(three(log), ways)
  await stopped.next()
  await stopped.return?.()
  expect(log).toEqual(['returned'])
})
