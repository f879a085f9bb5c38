import type { SyncEvent } from '@duck/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Delta, DeltaOutbox } from './delta-outbox.ts'
import { Feed } from './feed.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A feed with so many tabs, of which one notes what it is told. */
class CountedFeed extends Feed {
  readonly told: SyncEvent[] = []
  readonly #tabs: number

  constructor(tabs: number) {
    super()
    this.#tabs = tabs
  }

  override deliver(_userId: string, event: SyncEvent): number {
    this.told.push(event)
    return this.#tabs
  }
}

/** An outbox to so many tabs, and what they were told in 'stream:offset:text'. */
function outbox(tabs: number) {
  const feed = new CountedFeed(tabs)
  const box = new DeltaOutbox(feed)
  const at = new Map<string, number>()
  const add = (streamId: string, delta: string) => {
    const offset = at.get(streamId) ?? 0
    at.set(streamId, offset + delta.length)
    const text: Delta = { userId: 'local', sessionId: `of ${streamId}`, streamId, offset, delta }
    box.add(text)
  }
  const told = () =>
    feed.told.map((event) =>
      event.type === 'stream-delta' ? `${event.streamId}:${event.offset}:${event.delta}` : event.type,
    )
  return { box, add, told }
}

test('while nothing else is told, text is told at once', () => {
  const { add, told } = outbox(10)
  add('s', 'Qua')
  expect(told()).toEqual(['s:0:Qua'])
  vi.advanceTimersByTime(1)
  add('s', 'ck')
  expect(told()).toEqual(['s:0:Qua', 's:3:ck'])
})

test('after a round to many tabs the text of a moment is one event, which goes on where the last one ended', () => {
  const { add, told } = outbox(400)
  add('s', 'Qu')
  for (const piece of ['a', 'c', 'k', '!']) add('s', piece)
  add('other', 'Hi')
  expect(told()).toEqual(['s:0:Qu'])
  vi.advanceTimersByTime(19)
  expect(told()).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(told()).toEqual(['s:0:Qu', 's:2:ack!', 'other:0:Hi'])
})

test('the moment is a frame at most, however many tabs there are', () => {
  const { add, told } = outbox(1_000_000)
  add('s', 'Qua')
  add('s', 'ck')
  vi.advanceTimersByTime(33)
  expect(told()).toEqual(['s:0:Qua', 's:3:ck'])
})

test('what waits of an answer is told before its end, and nothing of it afterwards', () => {
  const { box, add, told } = outbox(400)
  add('s', 'Qua')
  add('s', 'ck')
  add('other', 'Hi')
  box.flush('s')
  expect(told()).toEqual(['s:0:Qua', 's:3:ck'])
  box.flush('s')
  box.flush('nobody')
  vi.advanceTimersByTime(100)
  expect(told()).toEqual(['s:0:Qua', 's:3:ck', 'other:0:Hi'])
  expect(vi.getTimerCount()).toBe(0)
})

test('what was given is not changed by what comes after it', () => {
  const { box, told } = outbox(400)
  box.add({ userId: 'local', sessionId: 'a', streamId: 's', offset: 0, delta: 'Qu' })
  const piece: Delta = { userId: 'local', sessionId: 'a', streamId: 's', offset: 2, delta: 'a' }
  box.add(piece)
  box.add({ ...piece, offset: 3, delta: 'ck' })
  vi.advanceTimersByTime(33)
  expect(told()).toEqual(['s:0:Qu', 's:2:ack'])
  expect(piece.delta).toBe('a')
})
