import { expect, test } from 'vitest'
import { realClock } from './clock.ts'

test('a delay ends at once with the reason when it is aborted', async () => {
  const stop = new AbortController()
  const waiting = realClock.delay(60_000, stop.signal)
  stop.abort(new Error('stopped'))
  await expect(waiting).rejects.toThrow('stopped')
})

test('a delay that nobody aborts passes', async () => {
  await realClock.delay(1, new AbortController().signal)
  expect(realClock.now()).toBeLessThanOrEqual(realClock.now())
})
