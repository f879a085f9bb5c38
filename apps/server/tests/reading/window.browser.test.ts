import { must } from '@duck/protocol'
import { beforeAll, expect, test } from 'vitest'
import type { Placed, ReadingPage } from './reading-page.ts'
import { useReadingStage } from './stage.ts'

const stage = useReadingStage()
const COUNT = 100_000
const MOST_ROWS = 300
const WAY = 2_000
const STEP_PX = 3_000
const MOST_STEPS = 1_000
let sessionId: string

beforeAll(async () => {
  sessionId = await stage.longSession(COUNT)
})

async function openLong(): Promise<ReadingPage> {
  const chat = await stage.openTab()
  await chat.open(sessionId)
  await chat.message(COUNT - 1).waitFor()
  return chat
}

/** How far messages that are on the screen before and after have moved, other than by so much. */
function moved(before: readonly Placed[], after: readonly Placed[]): number[] {
  const tops = new Map(after.map(({ index, top }) => [index, top]))
  const both = before.flatMap(({ index, top }) => {
    const now = tops.get(index)
    return now === undefined ? [] : [now - top]
  })
  expect(both.length).toBeGreaterThan(0)
  return both
}

test('a session of 100,000 messages opens at its end with few rows, and a read of 2,000 up and down again never has more than 300', async () => {
  const chat = await openLong()
  await chat.watchRows()
  expect((await chat.mounted()).length).toBeLessThanOrEqual(200)
  const lowest = async () => Math.min(...(await chat.mounted()))
  const highest = async () => Math.max(...(await chat.mounted()))
  const farthest = COUNT - WAY
  const wheelUntil = async (pixels: number, done: () => Promise<boolean>) => {
    for (let step = 0; step < MOST_STEPS && !(await done()); step++) {
      await chat.wheel(pixels)
      await expect.poll(async () => (await chat.inView()).length).toBeGreaterThan(0)
    }
  }
  await wheelUntil(-STEP_PX, async () => (await lowest()) <= farthest)
  expect(await lowest()).toBeLessThanOrEqual(farthest)
  expect(await highest()).toBeLessThan(farthest + MOST_ROWS)
  await wheelUntil(STEP_PX, async () => (await highest()) === COUNT - 1)
  expect(await highest()).toBe(COUNT - 1)
  const mounted = await chat.mounted()
  expect(mounted).toEqual(mounted.map((_, at) => must(mounted[0], 'a row') + at))
  const { most, twice, empty } = await chat.watched()
  expect(twice).toEqual([])
  expect(empty).toBe(0)
  expect(most).toBeLessThanOrEqual(MOST_ROWS)
}, 180_000)

test('what is on the screen stays where it is, to the pixel, while earlier messages come above it', async () => {
  const chat = await openLong()
  const held = Promise.withResolvers<void>()
  await chat.page.route(/message\.list/, async (route) => {
    await held.promise
    await route.continue()
  })
  await expect
    .poll(async () => {
      await chat.wheel(-20_000)
      return chat.log.evaluate((log) => log.parentElement?.scrollTop)
    })
    .toBe(0)
  const low = Math.min(...(await chat.mounted()))
  await chat.wheel(120)
  await expect.poll(() => chat.log.evaluate((log) => log.parentElement?.scrollTop)).toBe(120)
  const before = await chat.stillView()
  held.resolve()
  await expect.poll(async () => Math.min(...(await chat.mounted()))).toBeLessThan(low)
  for (const by of moved(before, await chat.inView())) expect(Math.abs(by)).toBeLessThanOrEqual(1)
})

test('a reader further up is not moved by new messages, and comes to them at once by one button', async () => {
  const chat = await openLong()
  for (let step = 0; step < 3; step++) await chat.wheel(-1_500)
  await chat.toNewest.waitFor()
  const before = await chat.stillView()
  const said = []
  for (let n = 0; n < 5; n++) said.push(await stage.say(sessionId, `new ${n}`))
  await chat.page.locator(`[data-message-id="${said.at(-1)}"]`).waitFor({ state: 'attached' })
  expect(await chat.stillView()).toEqual(before)
  await chat.toNewest.click()
  await expect.poll(async () => (await chat.inView()).at(-1)?.index).toBe(COUNT + 4)
  await stage.say(sessionId, 'one more')
  await expect.poll(async () => (await chat.inView()).at(-1)?.index).toBe(COUNT + 5)
})
