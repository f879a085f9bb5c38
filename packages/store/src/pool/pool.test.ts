import { DuckError, must } from '@duck/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type FakeConnection, fakeConnection } from '../testing/fake-connection.ts'
import { refusal } from '../testing/refusal.ts'
import { Pool } from './pool.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const forever = () => new Promise<never>(() => {})

function pool(size = 1) {
  const opened: FakeConnection[] = []
  const onRefused = vi.fn()
  const made = new Pool({
    name: 'test',
    size,
    open: () => {
      const connection = fakeConnection()
      opened.push(connection)
      return connection
    },
    onRefused,
  })
  return { pool: made, opened, onRefused, first: () => must(opened[0], 'the first connection') }
}

/** Work that ends when it is told to. */
function gate<Result = void>() {
  const { promise, resolve, reject } = Promise.withResolvers<Result>()
  return { work: () => promise, open: resolve, fail: reject }
}

const pass = () => vi.advanceTimersByTimeAsync(0)
const driverError = (code: string) => Object.assign(new Error(code), { code })

test('one connection serves call after call, and more are opened only as more are needed, up to the size', async () => {
  const { pool: two, opened } = pool(2)
  for (let nth = 0; nth < 5; nth++) await two.run(async () => {})
  expect(opened).toHaveLength(1)
  const gates = Array.from({ length: 5 }, () => gate())
  const calls = gates.map(({ work }) => two.run(work))
  await pass()
  expect(opened).toHaveLength(2)
  expect(two.use()).toEqual({ size: 2, inUse: 2, waiting: 3 })
  for (const { open } of gates) open()
  await Promise.all(calls)
  expect(two.use()).toEqual({ size: 2, inUse: 0, waiting: 0 })
})

test('a connection is never in two hands at once', async () => {
  const { pool: three } = pool(3)
  const inHand = new Set<unknown>()
  let most = 0
  const call = (nth: number) =>
    three.run(async (connection) => {
      expect(inHand.has(connection)).toBe(false)
      inHand.add(connection)
      most = Math.max(most, inHand.size)
      await new Promise((wake) => setTimeout(wake, nth % 7))
      inHand.delete(connection)
      if (nth % 5 === 0) throw new Error('of the work')
    })
  const calls = Promise.allSettled(Array.from({ length: 100 }, (_, nth) => call(nth)))
  await vi.advanceTimersByTimeAsync(1_000)
  await calls
  expect(most).toBe(3)
})

test('a call waits 2 s for a connection, then it is refused and counted', async () => {
  const { pool: one, onRefused } = pool()
  void one.run(forever)
  const refused = refusal(one.run(async () => {}))
  await vi.advanceTimersByTimeAsync(1_999)
  expect(one.use().waiting).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(await refused).toMatchObject({ code: 'SERVICE_UNAVAILABLE', reason: 'pool-full', retryAfterMs: 500 })
  expect(onRefused).toHaveBeenCalledOnce()
})

test('of more than a thousand that wait the last is refused at once', async () => {
  const { pool: one, onRefused } = pool()
  void one.run(forever)
  const waiting = Array.from({ length: 1_000 }, () => one.run(forever).catch(() => {}))
  expect(await refusal(one.run(forever))).toMatchObject({ reason: 'pool-full' })
  expect(onRefused).toHaveBeenCalledOnce()
  await vi.advanceTimersByTimeAsync(2_000)
  await Promise.all(waiting)
  expect(onRefused).toHaveBeenCalledTimes(1_001)
})

test('a call that had to wait is answered 2.4 s after it began, and its statement keeps the connection', async () => {
  const { pool: one, onRefused } = pool()
  const [before, late] = [gate(), gate()]
  void one.run(before.work)
  const refused = refusal(one.run(late.work))
  await vi.advanceTimersByTimeAsync(1_900)
  before.open()
  await vi.advanceTimersByTimeAsync(499)
  expect(one.use()).toMatchObject({ inUse: 1, waiting: 0 })
  await vi.advanceTimersByTimeAsync(1)
  expect(await refused).toMatchObject({ reason: 'pool-full' })
  expect(onRefused).toHaveBeenCalledOnce()
  expect(one.use().inUse).toBe(1)
  late.open()
  await pass()
  expect(one.use().inUse).toBe(0)
})

test('what a call waited elsewhere is part of its 2 s', async () => {
  const { pool: one } = pool()
  void one.run(forever)
  const began = performance.now()
  await vi.advanceTimersByTimeAsync(1_500)
  const refused = refusal(one.run(forever, { began }))
  await vi.advanceTimersByTimeAsync(500)
  expect(await refused).toMatchObject({ reason: 'pool-full' })
})

test('a call that had its connection at once may take longer', async () => {
  const { pool: one } = pool()
  const slow = gate<string>()
  const answer = one.run(slow.work)
  await vi.advanceTimersByTimeAsync(8_999)
  slow.open('in the end')
  expect(await answer).toBe('in the end')
})

test('after 9 s of silence the call is told so, the connection cut and a new one made', async () => {
  const { pool: one, opened, first } = pool()
  const refused = refusal(one.run(forever))
  await vi.advanceTimersByTimeAsync(9_000)
  expect(await refused).toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    reason: 'database-away',
    retryAfterMs: 1000,
  })
  expect(first().isCut).toBe(true)
  expect(await one.run(async (connection) => connection === opened[1])).toBe(true)
  expect(one.use().inUse).toBe(0)
})

test('a commit that its standby has not confirmed is no success', async () => {
  const { pool: one, first } = pool()
  const call = one.run(async () => first().commitUnsafely())
  expect(await refusal(call)).toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    reason: 'not-durable',
    retryAfterMs: 1000,
  })
  expect(await one.run(async () => 'the next one is')).toBe('the next one is')
})

test('an unconfirmed commit of a call that failed is not held against the next', async () => {
  const { pool: one, first } = pool()
  const call = one.run(async () => {
    first().commitUnsafely()
    throw new Error('of the work')
  })
  await expect(call).rejects.toThrow('of the work')
  expect(await one.run(async () => 'fine')).toBe('fine')
})

test.each(['57P01', '08006', 'CONNECTION_CLOSED', 'ECONNRESET'])(
  'a connection that failed with %s is not used again',
  async (code) => {
    const { pool: one, opened, first } = pool()
    await expect(one.run(() => Promise.reject(driverError(code)))).rejects.toMatchObject({ code })
    expect(first().isCut).toBe(true)
    await one.run(async () => {})
    expect(opened).toHaveLength(2)
  },
)

test.each(['23505', '55P03', 'QK412'])(
  'a statement that was refused with %s costs no connection',
  async (code) => {
    const { pool: one, opened } = pool()
    await expect(one.run(() => Promise.reject(driverError(code)))).rejects.toMatchObject({ code })
    await one.run(async () => {})
    expect(opened).toHaveLength(1)
  },
)

test('an idle connection that was lost is not lent', async () => {
  const { pool: one, opened, first } = pool()
  await one.run(async () => {})
  first().lose()
  await one.run(async () => {})
  expect(opened).toHaveLength(2)
})

test('a connection is made anew after 45 minutes', async () => {
  const { pool: one, opened, first } = pool()
  await one.run(async () => {})
  await vi.advanceTimersByTimeAsync(45 * 60_000)
  await one.run(async () => {})
  expect(opened).toHaveLength(2)
  expect(first().isCut).toBe(true)
})

test('a read-only connection is made anew with all others of its pool, at most once a second', async () => {
  const { pool: two, opened } = pool(2)
  const readOnly = () => two.run(() => Promise.reject(driverError('25006'))).catch(() => {})
  const gates = [gate(), gate()]
  const calls = gates.map(({ work }) => two.run(work))
  for (const { open } of gates) open()
  await Promise.all(calls)
  await readOnly()
  expect(opened).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1_001)
  await readOnly()
  for (let nth = 0; nth < 10; nth++) await readOnly()
  expect(opened).toHaveLength(3)
  expect(opened.map(({ isLost }) => isLost())).toEqual([true, true, false])
})

test('close lets statements under way finish, refuses who waits and who comes, and ends every connection', async () => {
  const { pool: one, first } = pool()
  const slow = gate<string>()
  const answer = one.run(slow.work)
  const waiting = refusal(one.run(forever))
  await pass()
  const done = one.close()
  expect(await waiting).toMatchObject({ code: 'SERVICE_UNAVAILABLE', reason: 'database-away' })
  expect(await refusal(one.run(forever))).toMatchObject({ reason: 'database-away' })
  await vi.advanceTimersByTimeAsync(1_900)
  slow.open('in time')
  expect(await answer).toBe('in time')
  await done
  expect(first().isEnded).toBe(true)
})

test('close cuts off after 2 s what does not finish', async () => {
  const { pool: one, opened, first } = pool()
  void one.run(forever).catch(() => {})
  await pass()
  const done = one.close()
  await vi.advanceTimersByTimeAsync(2_000)
  await done
  expect(first().isCut).toBe(true)
  expect(opened).toHaveLength(1)
})

test("what the work throws leaves as it is, and a DuckError's connection is kept", async () => {
  const { pool: one, opened } = pool()
  const error = new DuckError('NOT_FOUND', 'There is no such session.')
  await expect(one.run(() => Promise.reject(error))).rejects.toBe(error)
  await one.run(async () => {})
  expect(opened).toHaveLength(1)
})
