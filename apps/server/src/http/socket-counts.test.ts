import { must } from '@duck/protocol'
import { expect, test } from 'vitest'
import { SocketCounts } from './socket-counts.ts'

test('a user has as many as allowed, and not one more; another has as many', () => {
  const counts = new SocketCounts(2)
  const taken = ['a', 'a', 'a', 'b', 'b', 'b'].map((userId) => counts.take(userId) !== null)
  expect(taken).toEqual([true, true, false, true, true, false])
})

test('one that is given back makes room for one, however often it is given back', () => {
  const counts = new SocketCounts(2)
  const [first] = [must(counts.take('a'), 'socket'), counts.take('a')]
  first[Symbol.dispose]()
  first[Symbol.dispose]()
  expect(counts.take('a')).not.toBeNull()
  expect(counts.take('a')).toBeNull()
})

test('a user without any is forgotten', () => {
  const counts = new SocketCounts(2)
  const sockets = ['a', 'a', 'b'].map((userId) => must(counts.take(userId), 'socket'))
  for (const socket of sockets) socket[Symbol.dispose]()
  expect(counts.size).toBe(0)
})
