import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { FanOut } from './fan-out.ts'

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n)
}

async function untilIdle(fanOut: FanOut, ...keys: string[]): Promise<void> {
  while (keys.some((key) => fanOut.isBusy(key))) await turn()
}

test('everybody is told once, in order, and rounds of a key do not overtake each other', async () => {
  const fanOut = new FanOut()
  const told: string[] = []
  for (const round of ['a', 'b']) fanOut.add('key', upTo(100), (n) => told.push(`${round}${n}`))
  expect(told).toEqual([])
  expect(fanOut.isBusy('key')).toBe(true)
  await untilIdle(fanOut, 'key')
  expect(told).toEqual(['a', 'b'].flatMap((round) => upTo(100).map((n) => `${round}${n}`)))
})

test('a short round does not wait for a long one of another key', async () => {
  const fanOut = new FanOut()
  const told: string[] = []
  fanOut.add('long', upTo(1000), () => told.push('long'))
  fanOut.add('short', upTo(1), () => told.push('short'))
  await untilIdle(fanOut, 'long', 'short')
  expect(told.indexOf('short')).toBeLessThan(100)
  expect(told).toHaveLength(1001)
})

test('a round that takes long gives way to others in between', async () => {
  const fanOut = new FanOut()
  let told = 0
  fanOut.add('key', upTo(64), () => {
    const until = performance.now() + 1
    while (performance.now() < until);
    told++
  })
  const seen: number[] = []
  while (fanOut.isBusy('key')) {
    await turn()
    seen.push(told)
  }
  expect(told).toBe(64)
  expect(seen.length).toBeGreaterThanOrEqual(3)
})

test('who leaves before their turn is not told', async () => {
  const fanOut = new FanOut()
  const items = new Set(upTo(100))
  const told: number[] = []
  fanOut.add('key', items, (n) => told.push(n))
  items.delete(99)
  await untilIdle(fanOut, 'key')
  expect(told).toHaveLength(99)
})
