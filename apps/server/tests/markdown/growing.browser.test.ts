import { expect, test } from 'vitest'
import { GROWING } from './corpus/growing.ts'
import { JUMPS, spyOnGrowth } from './growth-spy.ts'
import { useMarkdownApp } from './stage.ts'

const app = useMarkdownApp()

test.each(['desktop', 'phone'] as const)(
  'on a %s, an answer that grows never loses a line of height, and what is finished keeps its elements, also when it is saved',
  async (screen) => {
    const viewport = screen === 'phone' ? { width: 390, height: 844 } : { width: 1280, height: 800 }
    const stage = await app.openStage({ viewport, reducedMotion: 'no-preference' })
    const { page } = stage.chat
    await page.addInitScript(spyOnGrowth, JUMPS)
    await page.reload()
    await stage.chat.composer.waitFor()
    // The parts come once; what they change at their coming is another test's.
    await app.show(stage, ['```ts\nconst a = 1\n```\n\n$x^2$'])
    await page.locator('.prose .katex').waitFor()
    await page.locator('.prose .hljs-keyword').waitFor()
    await page.evaluate((key) => Reflect.get(globalThis, key).splice(0), JUMPS)
    for (const { name, text } of GROWING) {
      await app.show(stage, [text])
      const jumps: unknown[] = await page.evaluate((key) => Reflect.get(globalThis, key).splice(0), JUMPS)
      expect.soft({ name, jumps }).toEqual({ name, jumps: [] })
    }
    expect(await stage.faults()).toEqual([])
    await page.context().close()
  },
  120_000,
)
