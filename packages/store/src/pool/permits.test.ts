import { DuckError } from '@duck/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { refusal } from '../testing/refusal.ts'
import { Permits } from './permits.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const full = () => new DuckError('SERVICE_UNAVAILABLE', 'Full.', { reason: 'pool-full', retryAfterMs: 1 })

function permits({ size = 1, mostWaiting = 10 } = {}) {
  return new Permits({ size, mostWaiting, refusal: full })
}

test('as many as there are go out at once, and the others wait', async () => {
  const some = permits({ size: 2 })
  await some.acquire(0)
  await some.acquire(0)
  void some.acquire(100).catch(() => {})
  expect(some.use()).toEqual({ size: 2, inUse: 2, waiting: 1 })
})

test('whoever has waited longest is next', async () => {
  const one = permits()
  let held = await one.acquire(0)
  const order: number[] = []
  const waiting = [0, 1, 2].map(async (nth) => {
    const permit = await one.acquire(100)
    order.push(nth)
    return permit
  })
  for (const each of waiting) {
    held[Symbol.dispose]()
    held = await each
  }
  expect(order).toEqual([0, 1, 2])
})

test('a newcomer does not pass those who wait, also in the moment a permit is given back', async () => {
  const one = permits()
  const held = await one.acquire(0)
  const waiter = one.acquire(100)
  held[Symbol.dispose]()
  expect(await refusal(one.acquire(0))).toMatchObject({ reason: 'pool-full' })
  await waiter
})

test('no more may wait than are allowed, and one who may not is refused at once', async () => {
  const one = permits({ mostWaiting: 2 })
  const held = await one.acquire(0)
  const waiting = [one.acquire(1_000), one.acquire(1_000)]
  expect(await refusal(one.acquire(1_000))).toMatchObject({ reason: 'pool-full', retryAfterMs: 1 })
  held[Symbol.dispose]()
  ;(await waiting[0])?.[Symbol.dispose]()
  await waiting[1]
})

test('a wait ends when its time is up, not before, and leaves no timer behind', async () => {
  const one = permits()
  await one.acquire(0)
  const refused = refusal(one.acquire(100))
  await vi.advanceTimersByTimeAsync(99)
  expect(one.use().waiting).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(await refused).toMatchObject({ reason: 'pool-full' })
  expect(one.use().waiting).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})

test('with no time left one gets a permit that is free, and is refused without waiting when none is', async () => {
  const one = permits()
  const held = await one.acquire(-1)
  expect(await refusal(one.acquire(-1))).toMatchObject({ reason: 'pool-full' })
  held[Symbol.dispose]()
  await one.acquire(-1)
})

test('a permit that is given back twice counts once', async () => {
  const two = permits({ size: 2 })
  const [first] = [await two.acquire(0), await two.acquire(0)]
  first?.[Symbol.dispose]()
  first?.[Symbol.dispose]()
  expect(two.use().inUse).toBe(1)
})

test('a permit given back twice does not admit two of those who wait', async () => {
  const one = permits()
  const held = await one.acquire(0)
  const admitted: number[] = []
  for (const nth of [0, 1])
    void one.acquire(100).then(
      () => admitted.push(nth),
      () => {},
    )
  held[Symbol.dispose]()
  held[Symbol.dispose]()
  await vi.advanceTimersByTimeAsync(50)
  expect(admitted).toEqual([0])
})

test.each(['before', 'after'])(
  'no permit leaks when it is given back just %s a wait ends',
  async (moment) => {
    const one = permits()
    const held = await one.acquire(0)
    // Timers of one instant fire in the order in which they were set.
    if (moment === 'before') setTimeout(() => held[Symbol.dispose](), 100)
    const outcome = one.acquire(100).then(
      (permit) => permit[Symbol.dispose](),
      () => {},
    )
    if (moment === 'after') setTimeout(() => held[Symbol.dispose](), 100)
    await vi.advanceTimersByTimeAsync(100)
    await outcome
    expect(one.use()).toEqual({ size: 1, inUse: 0, waiting: 0 })
  },
)

test('everybody who waits can be refused; who holds a permit, and who comes later, is not', async () => {
  const one = permits()
  const held = await one.acquire(0)
  const waiting = [one.acquire(100), one.acquire(100)].map(refusal)
  one.refuseWaiting(new DuckError('SERVICE_UNAVAILABLE', 'Busy.', { reason: 'session-busy' }))
  for (const each of waiting) expect(await each).toMatchObject({ reason: 'session-busy' })
  const later = one.acquire(100)
  held[Symbol.dispose]()
  await later
  expect(one.use()).toEqual({ size: 1, inUse: 1, waiting: 0 })
  expect(vi.getTimerCount()).toBe(0)
})

/** Notes in which order those who wait are let in, each until the next is. */
function queue(some: Permits) {
  const order: string[] = []
  const ask = (userId: string, name = userId) => {
    const asked = some.acquire(1_000, userId).then((permit) => {
      order.push(name)
      permit[Symbol.dispose]()
    })
    return asked.catch(({ facts }: DuckError) => void order.push(`${name} ${facts.reason}`))
  }
  return { order, ask }
}

test('users take turns, each in order: who asks for much waits behind himself', async () => {
  const one = permits()
  const held = await one.acquire(0, 'other')
  const { order, ask } = queue(one)
  const all = [ask('a', 'a1'), ask('a', 'a2'), ask('a', 'a3'), ask('b', 'b1'), ask('b', 'b2'), ask('c', 'c1')]
  held[Symbol.dispose]()
  await Promise.all(all)
  expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
})

test('a user has no more than his share, and what is left goes to whoever else comes', async () => {
  const four = new Permits({ size: 4, mostOfUser: 2, mostWaiting: 10, refusal: full })
  const mine = [await four.acquire(0, 'a'), await four.acquire(0, 'a')]
  const third = four.acquire(1_000, 'a')
  expect(four.use()).toEqual({ size: 4, inUse: 2, waiting: 1 })
  await four.acquire(0, 'b')
  await four.acquire(0)
  expect(four.use()).toEqual({ size: 4, inUse: 4, waiting: 1 })
  mine[0]?.[Symbol.dispose]()
  await third
  expect(four.use()).toEqual({ size: 4, inUse: 4, waiting: 0 })
})

test('a share that grows lets in those who wait, in their order', async () => {
  let most = 1
  const four = new Permits({ size: 4, mostOfUser: () => most, mostWaiting: 10, refusal: full })
  const held = await four.acquire(0, 'a')
  const order: string[] = []
  const ask = (name: string) => void four.acquire(1_000, 'a').then(() => order.push(name))
  ask('second')
  most = 3
  ask('third')
  ask('fourth')
  await vi.advanceTimersByTimeAsync(0)
  expect(order).toEqual(['second', 'third'])
  most = 1
  held[Symbol.dispose]()
  await vi.advanceTimersByTimeAsync(0)
  expect(four.use()).toEqual({ size: 4, inUse: 2, waiting: 1 })
})

test('the server itself has no share but all', async () => {
  const four = new Permits({ size: 4, mostOfUser: 1, mostWaiting: 10, refusal: full })
  for (let nth = 0; nth < 4; nth++) await four.acquire(0)
  expect(four.use().inUse).toBe(4)
})

test('where too many wait, the newest of whoever has most makes room for another user', async () => {
  const one = permits({ mostWaiting: 3 })
  const held = await one.acquire(0)
  const { order, ask } = queue(one)
  const all = [ask('a', 'a1'), ask('a', 'a2'), ask('a', 'a3'), ask('b', 'b1'), ask('b', 'b2'), ask('a', 'a4')]
  await vi.advanceTimersByTimeAsync(0)
  // One more of b's would make b the one who has most.
  expect(order.toSorted()).toEqual(['a3 pool-full', 'a4 pool-full', 'b2 pool-full'])
  held[Symbol.dispose]()
  await Promise.all(all)
  expect(order.slice(3)).toEqual(['a1', 'b1', 'a2'])
})

test('a user without a permit who waits for none is forgotten', async () => {
  const one = permits({ mostWaiting: 1 })
  const held = await one.acquire(0, 'a')
  const { ask } = queue(one)
  const all = [ask('a'), ask('b'), ask('b'), ask('c')]
  expect(await refusal(one.acquire(0, 'd'))).toMatchObject({ reason: 'pool-full' })
  await vi.advanceTimersByTimeAsync(1_000)
  await Promise.all(all)
  expect(one.users).toBe(1)
  held[Symbol.dispose]()
  expect(one.users).toBe(0)
})

test('one who comes back in the moment he is forgotten is remembered', async () => {
  const one = permits()
  const held = await one.acquire(0, 'a')
  const late = refusal(one.acquire(0, 'b'))
  held[Symbol.dispose]()
  const back = await one.acquire(0, 'b')
  await late
  expect(one.users).toBe(1)
  back[Symbol.dispose]()
  expect(one.users).toBe(0)
})
