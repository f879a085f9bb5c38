import { DuckError } from '@duck/protocol'
import { expect, test } from 'vitest'
import { AppendRate } from './append-rate.ts'

function rate({ perSecond = 200, burst = 1000 } = {}) {
  const clock = { ms: 0 }
  const appends = new AppendRate({ perSecond, burst, now: () => clock.ms })
  /** How many of so many calls pass. */
  const passed = (calls: number, userId = 'user') => {
    let passes = 0
    for (let call = 0; call < calls; call++) if (!refusalOf(appends, userId)) passes++
    return passes
  }
  return { appends, clock, passed }
}

function refusalOf(appends: AppendRate, userId: string): DuckError | null {
  try {
    appends.take(userId)
    return null
  } catch (error) {
    if (error instanceof DuckError) return error
    throw error
  }
}

test('a burst of 1,000 passes at once, and not one more', () => {
  expect(rate().passed(1_500)).toBe(1_000)
})

test('after the burst 200 a second pass, however often it is tried', () => {
  const { clock, passed } = rate()
  passed(1_000)
  let passes = 0
  for (; clock.ms < 10_000; clock.ms += 1) passes += passed(3)
  expect(passes).toBe(1_999)
})

test('an odd rate loses none to rounding', () => {
  const { clock, passed } = rate({ perSecond: 3, burst: 7 })
  expect(passed(10)).toBe(7)
  for (let third = 1; third <= 3_000; third++) {
    clock.ms = (third * 1000) / 3
    expect(passed(2)).toBe(1)
  }
})

test('a burst that was used up is whole again after as long as it takes, and never more than whole', () => {
  const { clock, passed } = rate()
  passed(1_000)
  clock.ms = 5_000
  expect(passed(2_000)).toBe(1_000)
  clock.ms = 1e9
  expect(passed(2_000)).toBe(1_000)
})

test('who is refused is told when to come again, and then passes', () => {
  const { appends, clock, passed } = rate({ perSecond: 10, burst: 2 })
  passed(2)
  const refusal = refusalOf(appends, 'user')
  expect(refusal).toMatchObject({ code: 'TOO_MANY_REQUESTS', facts: { reason: 'rate', retryAfterMs: 100 } })
  clock.ms = 99
  expect(passed(1)).toBe(0)
  clock.ms = 100
  expect(passed(2)).toBe(1)
})

test('users do not meet: one who floods takes nothing from another', () => {
  const { passed } = rate()
  passed(100_000, 'flood')
  expect(passed(1_500, 'other')).toBe(1_000)
})

test('only users who were active of late are remembered, and forgetting one gives it nothing', () => {
  const { appends, clock, passed } = rate({ perSecond: 10, burst: 5 })
  for (let user = 0; user < 10_000; user++) {
    clock.ms += 1
    passed(1, `user ${user}`)
  }
  expect(appends.size).toBeLessThanOrEqual(101)
  expect(passed(10, 'user 9999')).toBe(4)
})
