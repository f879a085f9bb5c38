import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { ask, postJson } from './testing/ask.ts'
import { openEvents } from './testing/open-events.ts'
import { usePair } from './testing/pair.ts'
import { signInAgain, signUp } from './testing/people.ts'
import { openWire } from './testing/wire.ts'

const pair = usePair({ pooled: true })

test('what a server that nobody tells opens by what it remembers is over within 5 s as well', async () => {
  const [url, second] = pair.urls
  const user = await signUp(url, uuidv7())
  const headers = { ...(await signInAgain(url, user.credential)) }
  const status = async () => (await ask(`${second}/trpc/session.list`, { headers })).status
  expect(await status()).toBe(200)
  await postJson(`${url}/api/auth/sign-out`, {}, headers)
  const began = performance.now()
  const closed: Promise<number>[] = []
  const noted = (over: Promise<unknown>) => closed.push(over.then(() => performance.now() - began))
  const more = async () => {
    const opened = [await openWire(second, headers), await openEvents(second, headers)]
    // Of what was opened in the moment of forgetting nobody knows whose it was.
    if ((await status()) === 401) return true
    for (const one of opened) noted(one.closed)
    return false
  }
  await expect.poll(more, { interval: 100 }).toBe(true)
  const latest = Math.max(...(await Promise.all(closed)))
  expect(latest).toBeGreaterThan(1_000)
  expect(latest).toBeLessThan(5_000)
})
