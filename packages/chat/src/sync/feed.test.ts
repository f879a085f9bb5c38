import { setImmediate as turn } from 'node:timers/promises'
import type { SyncEvent } from '@duck/protocol'
import { expect, test } from 'vitest'
import { Feed } from './feed.ts'

const DELTA: SyncEvent = { type: 'stream-delta', streamId: 's', offset: 0, delta: 'Quack' }

function tabs(feed: Feed, count: number, sessionIds?: string[]) {
  return Array.from({ length: count }, () => feed.subscribe('local', sessionIds).inbox)
}

test('live text goes to those who show its session, and only they are counted', () => {
  const feed = new Feed()
  const [shown] = tabs(feed, 1, ['a'])
  const [hidden] = tabs(feed, 1, ['b'])
  const [all] = tabs(feed, 1)
  expect(feed.deliver('local', DELTA, 'a')).toBe(2)
  expect([shown, hidden, all].map((inbox) => inbox?.drain())).toEqual([[DELTA], [], [DELTA]])
  expect(feed.deliver('nobody', DELTA, 'a')).toBe(0)
})

test('a hundred tabs are told at once, more by and by, each of everything in order', async () => {
  const feed = new Feed()
  const few = tabs(feed, 100)
  feed.deliver('local', DELTA, 'a')
  expect(few.every((inbox) => inbox.drain().length === 1)).toBe(true)
  const many = [...few, ...tabs(feed, 1)]
  feed.deliver('local', DELTA, 'a')
  feed.publish('local', { type: 'sessions-changed' })
  expect(feed.isBusy('local')).toBe(true)
  while (feed.isBusy('local')) await turn()
  for (const inbox of many) expect(inbox.drain()).toEqual([DELTA, { type: 'sessions-changed' }])
})

test('what is published is told to the other servers, what is delivered is not', () => {
  const feed = new Feed()
  const told: string[] = []
  feed.toldBy((userId, { type }) => told.push(`${userId} ${type}`))
  feed.deliver('local', { type: 'resync' })
  feed.publish('local', { type: 'sessions-changed' })
  expect(told).toEqual(['local sessions-changed'])
})

test('everybody is told of what concerns all, whoever they are', async () => {
  const feed = new Feed()
  const inboxes = ['one', 'two'].map((userId) => feed.subscribe(userId, undefined).inbox)
  feed.deliverToAll({ type: 'resync' })
  await turn()
  expect(inboxes.map((inbox) => inbox.drain())).toEqual([[{ type: 'resync' }], [{ type: 'resync' }]])
})

test('a user may have so many feeds open and no more; another has as many, and one that is closed makes room', () => {
  const feed = new Feed(2)
  const [first] = ['a', 'a', 'b', 'b'].map((userId) => feed.subscribe(userId, undefined))
  expect(() => feed.subscribe('a', undefined)).toThrow('too many subscriptions')
  first?.[Symbol.dispose]()
  feed.subscribe('a', undefined)
})
