import { expect, test } from 'vitest'
import { readPlan, writePlan } from './plan.ts'
import { STAMP_UNITS, stampAge, stampNow, stampText } from './stamp.ts'

test('a stamp tells how long ago it was written, wherever it stands in a text', () => {
  const now = stampNow()
  const text = stampText(now - 25) + stampText(now)
  expect(text).toHaveLength(2 * STAMP_UNITS)
  expect([stampAge(text, 0, now), stampAge(text, STAMP_UNITS, now)]).toEqual([2.5, 0])
})

test('the clock may begin anew in between', () => {
  expect(stampAge(stampText(36 ** 5 - 10), 0, 5)).toBe(1.5)
})

test('a plan is read as it was written, and nothing else is one', () => {
  const plan = { perSecond: 50, count: 200 }
  expect(readPlan(writePlan(plan))).toEqual(plan)
  expect(readPlan(`Title of: ${writePlan(plan)}`)).toBeNull()
})
