import { expect, test } from 'vitest'
import { appendMessage } from '../message/append.ts'
import { listMessages } from '../message/list.ts'
import { beat } from '../server/beat.ts'
import { newServer } from '../testing/answers.ts'
import { outcome, slowest, tally } from '../testing/outcome.ts'
import { draft, indexesOf, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { whileHeld } from '../testing/while-held.ts'

const store = useDb()
const ANSWER_MS = 2_500
const LOCK = ['lock table messages in access exclusive mode']

const sessions = (count: number) => Promise.all(upTo(count).map(() => store.newSession()))
const drafts = (sessionIds: readonly string[], each: number) =>
  sessionIds.flatMap((sessionId) => upTo(each).map(() => draft(sessionId)))

test('with every connection taken each call is told so within 2.5 s, and the same ids settle afterwards', async () => {
  const sessionIds = await sessions(25)
  const inputs = drafts(sessionIds, 4)
  const read = (sessionId: string) => listMessages(store.db, { userId: 'local', sessionId })
  const outcomes = await whileHeld(store.sql, LOCK, () => {
    const appends = inputs.map((input) => outcome(appendMessage(store.db, input)))
    const reads = [...sessionIds, ...sessionIds].map((each) => outcome(read(each)))
    return Promise.all([...appends, ...reads])
  })
  expect(outcomes).toHaveLength(150)
  for (const { was, retryAfterMs } of outcomes) {
    expect(was).toMatch(/^SERVICE_UNAVAILABLE (session-busy|pool-full)$/)
    expect(retryAfterMs).toBeGreaterThan(0)
  }
  expect(slowest(outcomes)).toBeLessThanOrEqual(ANSWER_MS)

  const again = await Promise.all(inputs.map((input) => outcome(appendMessage(store.db, input))))
  expect(tally(again)).toEqual({ done: 100 })
  for (const each of sessionIds) expect(await indexesOf(store.sql, each)).toEqual(upTo(4))
  expect((await read(inputs[0]?.sessionId ?? '')).messageCount).toBe(4)
  expect(store.db.main.use()).toEqual({ size: 8, inUse: 0, waiting: 0 })
})

test('a server beats on while appends have every connection', async () => {
  const serverId = await newServer(store.db)
  const inputs = drafts(await sessions(20), 2)
  const beats: number[] = []
  await whileHeld(store.sql, LOCK, async () => {
    let over = false
    const appends = Promise.all(inputs.map((input) => outcome(appendMessage(store.db, input)))).then(
      () => (over = true),
    )
    while (!over) {
      const { ms, was } = await outcome(beat(store.db, serverId))
      expect(was).toBe('done')
      beats.push(ms)
    }
    await appends
  })
  // One a second would be enough to count as alive.
  expect(beats.length).toBeGreaterThan(10)
  expect(Math.max(...beats)).toBeLessThan(1_000)
})
