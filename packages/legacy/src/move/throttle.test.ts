import { expect, test } from 'vitest'
import { Throttle } from './throttle.ts'

const CALM = { waiting: 0, commitMs: 1 }
const BUSY = { waiting: 2, commitMs: 1 }
const SLOW = { waiting: 0, commitMs: 80 }

test('it rests as long as it worked while nobody minds', () => {
  const throttle = new Throttle()
  expect(throttle.after(100, CALM)).toBe(100)
  expect(throttle.sliceMs).toBe(100)
})

test('it rests longer, and works shorter, each time that others wait, and comes back when they do not', () => {
  const throttle = new Throttle()
  expect([throttle.after(100, BUSY), throttle.after(100, SLOW), throttle.after(100, BUSY)]).toEqual([
    200, 400, 800,
  ])
  expect(throttle.sliceMs).toBe(50)
  expect([throttle.after(100, CALM), throttle.after(100, CALM), throttle.after(100, CALM)]).toEqual([
    400, 200, 100,
  ])
  expect(throttle.sliceMs).toBe(100)
})

test('it never rests more than five seconds', () => {
  const throttle = new Throttle()
  for (let n = 0; n < 20; n++) expect(throttle.after(200, BUSY)).toBeLessThanOrEqual(5_000)
})

test('it does not rest where nobody else is', () => {
  expect(new Throttle({ rest: 0 }).after(200, CALM)).toBe(0)
})
