import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CallTurns } from './call-turns.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function crowd({ size = 10, mostOfCaller = 2 } = {}) {
  const turns = new CallTurns({ size, mostOfCaller, turnMs: 50 })
  const begun: string[] = []
  const take = async (caller: string) => {
    const turn = await turns.take(caller)
    begun.push(caller)
    return turn
  }
  const refused = (caller: string) => take(caller).catch((error: unknown) => error)
  return { begun, take, refused }
}

test('a caller has few calls worked on at once, and keeps nobody else waiting', async () => {
  const { begun, take } = crowd()
  for (const caller of ['flood', 'flood', 'flood', 'flood', 'other']) void take(caller)
  await vi.advanceTimersByTimeAsync(0)
  expect(begun).toEqual(['flood', 'flood', 'other'])
})

test('the next call begins when one is answered', async () => {
  const { begun, take } = crowd({ mostOfCaller: 1 })
  const first = await take('a')
  void take('a')
  await vi.advanceTimersByTimeAsync(10)
  expect(begun).toEqual(['a'])
  first[Symbol.dispose]()
  await vi.advanceTimersByTimeAsync(0)
  expect(begun).toEqual(['a', 'a'])
  first[Symbol.dispose]()
})

test('a call that takes long, since it waits for something else, keeps the next one for 50 ms at most', async () => {
  const { begun, take } = crowd({ mostOfCaller: 1 })
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
