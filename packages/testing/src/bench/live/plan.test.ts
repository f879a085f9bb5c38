import { expect, test } from 'vitest'
import { readPlan, writePlan } from './plan.ts'

test.each([
  { perSecond: 200, count: 30 },
  { perSecond: 5, count: 1, markdown: true as const },
])('a plan is read as it was written: %j', (plan) => {
  expect(readPlan(writePlan(plan))).toEqual(plan)
})

test('another prompt is no plan', () => {
  expect(readPlan('Write a title for: 30 deltas at 200 a second')).toBeNull()
})
