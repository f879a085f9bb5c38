import { must } from '@duck/protocol'
import { expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { finalize, newServer, sendDraft } from '../testing/answers.ts'
import { upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { type Start, startStream } from './start.ts'

const store = useDb()

interface Waiting {
  serverId: string
  streamId: string
}

/** Answers that wait, each in a session of its own, at two servers in turn. */
async function waiting(userId: string, count: number): Promise<Waiting[]> {
  const servers = [await newServer(store.db), await newServer(store.db)]
  return Promise.all(
    upTo(count).map(async (nth) => {
      const serverId = must(servers[nth % servers.length], 'server')
      const sessionId = await store.newSession(userId)
      const { stream } = await sendMessage(store.db, sendDraft(sessionId, { userId, serverId }))
      return { serverId, streamId: stream.id }
    }),
  )
}

function start({ serverId, streamId }: Waiting, mostOpen: number): Promise<Start> {
  return startStream(store.db, serverId, streamId, mostOpen)
}

test("a user's answers on all servers together take no more places than there are", async () => {
  const answers = await waiting('limited', 3)
  const [first, second, third] = answers.map((answer) => () => start(answer, 2))
  expect(await first?.()).toBe('open')
  expect(await second?.()).toBe('open')
  expect(await third?.()).toBe('busy')
  const { serverId, streamId } = must(answers[0], 'answer')
  await finalize(store.db, serverId, streamId)
  expect(await third?.()).toBe('open')
})

test('of ten that start at once on two servers as many open as there are places', async () => {
  for (let round = 0; round < 5; round++) {
    const answers = await waiting(`crowded-${round}`, 10)
    const starts = await Promise.all(answers.map((answer) => start(answer, 3)))
    expect(starts.toSorted()).toEqual([...upTo(7).map(() => 'busy'), ...upTo(3).map(() => 'open')])
  }
})

test("one user's answers take no place of another's", async () => {
  const [mine] = await waiting('greedy', 1)
  const [theirs] = await waiting('modest', 1)
  expect(await start(must(mine, 'answer'), 1)).toBe('open')
  expect(await start(must(theirs, 'answer'), 1)).toBe('open')
})
