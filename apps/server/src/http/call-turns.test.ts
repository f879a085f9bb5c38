import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CallTurns } from './call-turns.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function crowd({ size = 10, mostOfCaller = 2 } = {}) {
  const clock = { ms: 0 }
  const turns = new CallTurns({ size, mostOfCaller, turnMs: 50, now: () => clock.ms })
  const begun: string[] = []
  const take = async (caller: string) => {
    const turn = await turns.take(caller)
    begun.push(caller)
    return turn
  }
  const refused = (caller: string) => take(caller).catch((error: unknown) => error)
  /** Somebody else calls, so that nobody is alone. */
  const meet = async () => (await turns.take('somebody'))[Symbol.dispose]()
  return { begun, clock, take, refused, meet }
}

test('a caller has few calls worked on at once, and keeps nobody else waiting', async () => {
  const { begun, take, meet } = crowd()
  await meet()
  for (const caller of ['flood', 'flood', 'flood', 'flood', 'other']) void take(caller)
  await vi.advanceTimersByTimeAsync(0)
  expect(begun).toEqual(['flood', 'flood', 'other'])
})

test('who has more waiting rests after each call as long as it took', async () => {
  const { begun, take, meet } = crowd({ mostOfCaller: 1 })
  await meet()
  const first = await take('a')
  void take('a')
  await vi.advanceTimersByTimeAsync(10)
  expect(begun).toEqual(['a'])
  first[Symbol.dispose]()
  await vi.advanceTimersByTimeAsync(9)
  expect(begun).toEqual(['a'])
  await vi.advanceTimersByTimeAsync(1)
  expect(begun).toEqual(['a', 'a'])
  first[Symbol.dispose]()
})

test('who makes one call after another never waits', async () => {
  const { begun, take, meet } = crowd({ mostOfCaller: 1 })
  await meet()
  for (let call = 0; call < 3; call++) {
    const turn = await take('a')
    await vi.advanceTimersByTimeAsync(40)
    turn[Symbol.dispose]()
  }
  expect(begun).toHaveLength(3)
})

test('a call that takes long, since it waits for something else, keeps the next one for 50 ms at most', async () => {
  const { begun, take, meet } = crowd({ mostOfCaller: 1 })
  await meet()
  void take('a')
  void take('a')
  await vi.advanceTimersByTimeAsync(49)
  expect(begun).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(begun).toHaveLength(2)
})

test('a call that is refused takes its whole turn', async () => {
  const { take } = crowd()
  const turn = await take('a')
  await vi.advanceTimersByTimeAsync(20)
  let answered = false
  const answer = turn.refused().then(() => {
    answered = true
  })
  await vi.advanceTimersByTimeAsync(29)
  expect(answered).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  await answer
})

test('a call whose turn does not come within 2 s is refused', async () => {
  const turns = crowd({ mostOfCaller: 1 })
  await turns.meet()
  const calls = Array.from({ length: 100 }, () => turns.refused('flood'))
  await vi.advanceTimersByTimeAsync(2_000)
  const refusals = (await Promise.all(calls)).filter((call) => call instanceof Error)
  expect(refusals.length).toBeGreaterThan(50)
  for (const refusal of refusals)
    expect(refusal).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      facts: { reason: 'calls', retryAfterMs: 1000 },
    })
})

test('who is alone for a minute has 32 at once, until somebody else comes', async () => {
  const { begun, clock, take, meet } = crowd({ size: 64 })
  const callOften = async () => {
    begun.length = 0
    for (let call = 0; call < 40; call++) void take('a')
    await vi.advanceTimersByTimeAsync(0)
    return begun.length
  }
  const rest = () => vi.advanceTimersByTimeAsync(1_999)
  expect(await callOften()).toBe(32)
  await rest()
  await meet()
  expect(await callOften()).toBe(2)
  await rest()
  clock.ms = 60_000
  expect(await callOften()).toBe(2)
  await rest()
  clock.ms = 60_001
  expect(await callOften()).toBe(32)
})
