import { DuckError } from '@duck/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { refusal } from '../testing/refusal.ts'
import { Turns } from './turns.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Takes turns of sessions with work that goes on until it is told to end. */
function crowd() {
  const turns = new Turns()
  const inside: { sessionId: string; end: () => void; fail: (error: Error) => void }[] = []
  const take = (sessionId: string, withinMs = 2_000) =>
    turns.take(sessionId, withinMs, () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      inside.push({ sessionId, end: resolve, fail: reject })
      return promise
    })
  const settle = () => vi.advanceTimersByTimeAsync(0)
  return { turns, inside, take, settle }
}

const lockTimeout = Object.assign(new Error('lock timeout'), { code: '55P03' })
const busy = () => new DuckError('SERVICE_UNAVAILABLE', 'Busy.', { reason: 'session-busy' }, lockTimeout)

test('two writers of a session are let in at once, the next when one is done', async () => {
  const { take, inside, settle } = crowd()
  const taken = [take('s'), take('s'), take('s')]
  await settle()
  expect(inside).toHaveLength(2)
  inside[1]?.end()
  await taken[1]
  await settle()
  expect(inside).toHaveLength(3)
})

test('sessions do not meet: a busy one keeps no other waiting', async () => {
  const { take, inside, settle } = crowd()
  for (const session of ['a', 'a', 'a', 'b']) void take(session)
  await settle()
  expect(inside.map(({ sessionId }) => sessionId)).toEqual(['a', 'a', 'b'])
})

test('whoever waits too long for a turn is told that the session is busy', async () => {
  const { take } = crowd()
  void take('s')
  void take('s')
  const refused = refusal(take('s', 100))
  await vi.advanceTimersByTimeAsync(100)
  expect(await refused).toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    reason: 'session-busy',
    retryAfterMs: 500,
  })
})

test('when one waited in vain for a lock, all behind it are refused with it, and none is let in', async () => {
  const { take, inside, settle } = crowd()
  const refused = Array.from({ length: 5 }, () => refusal(take('s')))
  await settle()
  inside[0]?.fail(busy())
  await settle()
  expect(inside).toHaveLength(2)
  for (const each of [0, 2, 3, 4]) expect(await refused[each]).toMatchObject({ reason: 'session-busy' })
  inside[1]?.fail(busy())
  await refused[1]
})

test.each([
  ['the message is refused', new DuckError('CONFLICT', 'Taken.', { reason: 'id-reused' })],
  ['it lost against another', new DuckError('SERVICE_UNAVAILABLE', 'Busy.', { reason: 'session-busy' })],
  ['the database goes away', new DuckError('SERVICE_UNAVAILABLE', 'Away.', { reason: 'database-away' })],
])('when %s, those behind go on', async (_case, error) => {
  const { take, inside, settle } = crowd()
  const taken = [take('s'), take('s'), take('s')]
  await settle()
  inside[0]?.fail(error)
  await expect(taken[0]).rejects.toBe(error)
  await settle()
  expect(inside).toHaveLength(3)
})

test('a session nobody writes in any more is forgotten, however its turns ended', async () => {
  const { turns, take, inside, settle } = crowd()
  const outcomes = Array.from({ length: 30 }, (_, nth) => take(`s${nth % 10}`, 100).catch(() => {}))
  await settle()
  expect(turns.size).toBe(10)
  // The third of each session waits in vain; of those inside one half succeeds.
  await vi.advanceTimersByTimeAsync(100)
  for (const [nth, { end, fail }] of inside.entries())
    if (nth % 2 === 1) end()
    else fail(busy())
  await Promise.all(outcomes)
  expect(turns.size).toBe(0)
})

test('a session is not forgotten between one turn and the next', async () => {
  const { turns, take, inside, settle } = crowd()
  const first = take('s')
  const waiting = [take('s'), take('s'), take('s')]
  await settle()
  inside[0]?.end()
  await first
  expect(turns.size).toBe(1)
  for (let nth = 1; nth < 4; nth++) {
    await settle()
    expect(inside.length).toBeLessThanOrEqual(nth + 2)
    inside[nth]?.end()
  }
  await Promise.all(waiting)
  expect(turns.size).toBe(0)
})
