import { must } from '@duck/protocol'
import { NOTICE_BYTES } from '@duck/store'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { queuedStream } from '../testing/live-answers.ts'
import { SILENT } from '../testing/silent.ts'
import { type Hint, type Notice, parseLetter } from './notice.ts'
import { Notices } from './notices.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const RESYNC: Notice = { kind: 'all', event: { type: 'resync' } }

function hint(event: Hint, userId = 'local'): Notice {
  return { kind: 'hint', userId, event }
}

function changed(sessionId: string, messageCount: number, userId?: string): Notice {
  return hint({ type: 'session-changed', sessionId, messageCount, headId: null }, userId)
}

/** Notices of server `me`, and each transaction's letters; one is sent once `answer` lets it. */
function sending(answer: () => Promise<void> = async () => {}) {
  const sent: string[][] = []
  const notices = new Notices(
    async (letters) => {
      sent.push([...letters])
      await answer()
    },
    'me',
    SILENT,
  )
  notices.heard = true
  return { notices, sent, read: () => sent.map((letters) => letters.flatMap(noticesIn)) }
}

function noticesIn(letter: string): Notice[] {
  const { from, notices } = must(parseLetter(letter), 'letter')
  expect(from).toBe('me')
  return notices
}

test('what is told in one moment goes out together, in order', async () => {
  const { notices, read } = sending()
  const told: Notice[] = [
    changed('a', 1),
    hint({ type: 'stream-opened', stream: queuedStream('a') }),
    { kind: 'durable', streamIds: ['s'] },
    { kind: 'durable', streamIds: ['s'] },
    { kind: 'stop', streamIds: ['s'] },
  ]
  for (const notice of told) notices.add(notice)
  expect(read()).toEqual([])
  await vi.advanceTimersByTimeAsync(10)
  expect(read()).toEqual([told])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(read()).toHaveLength(1)
})

test('nothing is sent while nobody is there to be told, nor kept for whoever comes', async () => {
  const { notices, read } = sending()
  notices.heard = false
  notices.add(changed('a', 1))
  await vi.advanceTimersByTimeAsync(10)
  notices.heard = true
  notices.add(changed('a', 2))
  await vi.advanceTimersByTimeAsync(10)
  expect(read()).toEqual([[changed('a', 2)]])
})

test('a greeting goes out at once, also when nobody is known', async () => {
  const { notices, read } = sending()
  notices.heard = false
  await notices.sayHello()
  expect(read()).toEqual([[{ kind: 'hello' }]])
})

test('a word that says more than one that waits stands in its place, each user and session for itself', async () => {
  const { notices, read } = sending()
  const list = hint({ type: 'sessions-changed' })
  const rated = (sessionId: string) => hint({ type: 'feedback-changed', sessionId })
  for (const notice of [
    changed('a', 1),
    list,
    changed('b', 7),
    changed('a', 1, 'ann'),
    rated('a'),
    list,
    rated('b'),
    rated('a'),
    changed('a', 2),
  ])
    notices.add(notice)
  await vi.advanceTimersByTimeAsync(10)
  expect(read()).toEqual([
    [changed('a', 2), list, changed('b', 7), changed('a', 1, 'ann'), rated('a'), rated('b')],
  ])
})

test('no letter is longer than Postgres takes, and together they hold every word once, in order', async () => {
  const { notices, sent, read } = sending()
  const told = Array.from({ length: 300 }, (_, n) => changed(`🦆🦆🦆 "${n}"`, n))
  for (const notice of told) notices.add(notice)
  await vi.advanceTimersByTimeAsync(10)
  expect(read()).toEqual([told])
  const letters = sent.flat()
  expect(letters.length).toBeGreaterThan(2)
  for (const letter of letters) expect(Buffer.byteLength(letter)).toBeLessThanOrEqual(NOTICE_BYTES)
})

test('while one transaction is under way the words of the meantime wait for it, and go out together', async () => {
  const first = Promise.withResolvers<void>()
  const { notices, read } = sending(() => first.promise)
  notices.add(changed('a', 1))
  await vi.advanceTimersByTimeAsync(10)
  for (const count of [2, 3]) {
    notices.add(changed('b', count))
    await vi.advanceTimersByTimeAsync(10)
  }
  expect(read()).toEqual([[changed('a', 1)]])
  first.resolve()
  await vi.advanceTimersByTimeAsync(0)
  expect(read()).toEqual([[changed('a', 1)], [changed('b', 3)]])
})

test('words that could not be sent are made good by one resync of everybody, once it can be sent', async () => {
  let away = true
  const { notices, read } = sending(async () => {
    if (away) throw new Error('away')
  })
  notices.add(changed('a', 1))
  await vi.advanceTimersByTimeAsync(2_500)
  expect(read().slice(1)).toEqual([[RESYNC], [RESYNC]])
  away = false
  notices.add(changed('b', 1))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(read().slice(3)).toEqual([[changed('b', 1), RESYNC]])
})

test('more words than may wait are made good by a resync, also while others are being sent', async () => {
  const first = Promise.withResolvers<void>()
  const { notices, read } = sending(() => first.promise)
  notices.add(changed('a', 1))
  await vi.advanceTimersByTimeAsync(10)
  for (let n = 0; n < 5_001; n++) notices.add(changed(`session ${n}`, n))
  first.resolve()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(read().slice(1).flat()).toEqual([changed('session 5000', 5_000), RESYNC])
})

test('closing sends what waits, and ends also when it cannot be sent', async () => {
  const { notices, read } = sending()
  notices.add(changed('a', 1))
  await notices.close()
  expect(read()).toEqual([[changed('a', 1)]])
  const failing = sending(async () => Promise.reject(new Error('away')))
  failing.notices.add(changed('a', 1))
  await failing.notices.close()
  expect(failing.read()).toEqual([[changed('a', 1)]])
})
