import { expect, test } from 'vitest'
import { useBrowsers } from '../testing/account-browsers.ts'
import { storedRows } from '../testing/stored-rows.ts'
import { useApp } from '../testing/use-app.ts'
import { answered, beginChat, connectionMark, echoed, inStep } from './stage.ts'

const server = useApp(echoed)
const browsers = useBrowsers(() => server.app.url)
const DAY_MS = 24 * 60 * 60 * 1_000

test.each([
  ['back', -DAY_MS],
  ['on', DAY_MS],
])(
  'a clock that is set %s by a day while messages wait keeps none of them, changes no order and leaves no mark',
  async (_way, skew) => {
    const tab = await browsers.tab()
    await tab.page.addInitScript(() => {
      const now = Date.now.bind(Date)
      Date.now = () => now() + Number(Reflect.get(globalThis, 'skew') ?? 0)
    })
    await beginChat(tab, 'one')
    await inStep(tab)
    await tab.page.context().setOffline(true)
    await tab.say('two')
    await tab.say('three')
    await expect.poll(() => connectionMark(tab)).toBe('Offline')
    await tab.page.evaluate((ms) => Object.assign(globalThis, { skew: ms }), skew)
    await tab.page.context().setOffline(false)
    await answered(tab, 6)
    await tab.say('four')
    await answered(tab, 8)
    await expect.poll(() => connectionMark(tab)).toBe('')
    const rows = await storedRows(server.sql, tab.sessionId())
    const said = rows.filter(({ role }) => role === 'user').map(({ text }) => text)
    expect(said).toEqual(['one', 'two', 'three', 'four'])
    const shown = await tab.rows()
    expect(shown.map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
  },
  60_000,
)
