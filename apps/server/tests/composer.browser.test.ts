import { must } from '@duck/protocol'
import { ChatPage, signInTabs } from '@duck/testing/chromium'
import { expect, test } from 'vitest'
import { useApp } from './testing/use-app.ts'
import { useBrowser } from './testing/use-browser.ts'

const server = useApp()
const ready = useBrowser(server)
const TALLEST_PX = 260
const WIDTHS = [1280, 390]

const LINES = ['', 'a', 'a\n', 'a\n\nb', 'one\ntwo\nthree\nfour']
const WORDS = [
  'quack '.repeat(40),
  'q'.repeat(300),
  `${'q'.repeat(120)} ${'q'.repeat(120)}`,
  `a${' '.repeat(300)}`,
]
const SCRIPTS = [
  '鴨'.repeat(120),
  '🦆'.repeat(90),
  'کواک '.repeat(60),
  'a\tb\t\n\tc',
  'https://duck.example/a-b-c/'.repeat(9),
]

test.each(WIDTHS)(
  'at %i px the field is as tall as its text, so that nothing of it scrolls, up to a bound',
  async (width) => {
    const tabs = await ready().browser.openTabs(1, { viewport: { width, height: 800 } })
    await signInTabs(server.app.url, tabs)
    const chat = await new ChatPage(must(tabs[0], 'a tab').page, server.app.url).open()
    // A field without a height scrolls all of its text, and no more.
    const sizes = () =>
      chat.composer.evaluate((field: HTMLTextAreaElement) => {
        const shown = field.clientHeight
        field.style.height = '0'
        const needed = field.scrollHeight
        field.style.height = ''
        return { shown, needed }
      })
    const empty = (await sizes()).shown
    await chat.composer.fill('one line')
    expect((await sizes()).shown).toBe(empty)
    for (const text of [...LINES, ...WORDS, ...SCRIPTS]) {
      await chat.composer.fill(text)
      const { shown, needed } = await sizes()
      expect({ text, shown }).toEqual({ text, shown: Math.min(needed, TALLEST_PX) })
    }
    await chat.composer.fill('a long letter\n'.repeat(400))
    expect((await sizes()).shown).toBe(TALLEST_PX)
    await chat.composer.fill('')
    expect((await sizes()).shown).toBe(empty)
  },
)
