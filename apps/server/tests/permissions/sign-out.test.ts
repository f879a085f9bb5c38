import { must, uuidv7 } from '@duck/protocol'
import { describe, expect, test, vi } from 'vitest'
import { ask } from './testing/ask.ts'
import { ENDINGS } from './testing/endings.ts'
import { openEvents } from './testing/open-events.ts'
import { usePair } from './testing/pair.ts'
import { signInAgain, signUp } from './testing/people.ts'
import { openWire, type Wire } from './testing/wire.ts'

const WITHIN_MS = 5_000
const PLACES = [
  ['servers that tell each other', false],
  ['servers that nobody tells', true],
] as const

/** A WebSocket with a subscription that is under way. */
async function openTab(url: string, headers: Record<string, string>): Promise<Wire> {
  const wire = await openWire(url, headers)
  await new Promise<void>((resolve) => wire.subscribe('sync.subscribe', {}, () => resolve()))
  return wire
}

const statusOf = async (url: string, headers: Record<string, string>) =>
  (await ask(`${url}/trpc/session.list`, { headers })).status

/** Waits for all of them, and tells how long it took, in ms. */
async function timed(waits: readonly Promise<unknown>[]): Promise<number> {
  const began = performance.now()
  await Promise.all(waits)
  return performance.now() - began
}

describe.each(PLACES)('at %s', (_where, pooled) => {
  const pair = usePair({ pooled })

  test.concurrent.each(Object.entries(ENDINGS))(
    '%s ends calls, sockets and event streams everywhere within 5 s, and those of nobody else',
    async (_what, prepare) => {
      const [url] = pair.urls
      const user = await signUp(url, uuidv7())
      const { shown, end } = await prepare({ url, user, operator: pair.operator.credential })
      const neighbour = await signUp(url, uuidv7())
      const stays = await openTab(url, { ...neighbour.credential })
      const tabs = await Promise.all(pair.urls.map((each) => openTab(each, shown)))
      const feeds = await Promise.all(pair.urls.map((each) => openEvents(each, shown)))
      for (const each of pair.urls) expect(await statusOf(each, shown)).toBe(200)
      await end()
      const refused = pair.urls.map((each) =>
        vi.waitFor(async () => expect(await statusOf(each, shown)).toBe(401), { timeout: 2 * WITHIN_MS }),
      )
      const took = await timed([...[...tabs, ...feeds].map(({ closed }) => closed), ...refused])
      expect(took).toBeLessThan(WITHIN_MS)
      expect(await Promise.all(tabs.map(({ closed }) => closed))).toEqual([4401, 4401])
      expect(await statusOf(url, { ...neighbour.credential })).toBe(200)
      expect(await stays.call({ name: 'user.me', type: 'query', input: {} })).toMatchObject({ code: 'ok' })
      await stays[Symbol.asyncDispose]()
    },
  )

  test('one sign-in that ends leaves the others of its user, and their sockets, as they are', async () => {
    const [url, second] = pair.urls
    const user = await signUp(url, uuidv7())
    const { shown, end } = await must(
      ENDINGS['signing out'],
      'the way',
    )({ url, user, operator: pair.operator.credential })
    const other = { ...(await signInAgain(second, user.credential)) }
    const [stays, ended] = [await openTab(second, other), await openTab(second, shown)]
    await end()
    await ended.closed
    expect(await stays.call({ name: 'user.me', type: 'query', input: {} })).toMatchObject({ code: 'ok' })
    expect(await statusOf(second, other)).toBe(200)
    await stays[Symbol.asyncDispose]()
  })
})
