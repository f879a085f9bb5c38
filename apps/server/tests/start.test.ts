import { execFileSync } from 'node:child_process'
import { signInGuest } from '@duck/testing/app'
import { expect, test } from 'vitest'
import { createClone } from './testing/clone.ts'
import { appendOne, readAll } from './testing/kept-message.ts'

const MINUTES = 60_000
const READY = /The Duck is ready at (http:\/\/127\.0\.0\.1:\d+)/

function isServing(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )
}

test('pnpm start in a fresh clone serves the chat; kill -9 of its process group ends it, and the next start has every message', {
  timeout: 4 * MINUTES,
}, async () => {
  await using stack = new AsyncDisposableStack()
  const clone = stack.use(createClone())
  const killed = stack.use(await clone.run('start', READY))
  expect(await (await fetch(killed.url)).text()).toContain('<div id="root"></div>')
  const guest = await signInGuest(killed.url)
  const message = await appendOne(killed.url, guest)
  await killed.signal('SIGKILL')
  await expect.poll(() => isServing(killed.url), { timeout: 5_000 }).toBe(false)

  const again = stack.use(await clone.run('start', READY))
  expect(await readAll(again.url, message.sessionId, guest)).toEqual([message])
  await again.signal('SIGINT')
  expect(await isServing(again.url)).toBe(false)
  await expect.poll(() => processesIn(clone.folder), { timeout: 10_000 }).toEqual([])
})

/** What still runs that was started from below the folder. */
function processesIn(folder: string): string[] {
  const lines = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n')
  return lines.filter((line) => line.includes(folder))
}
