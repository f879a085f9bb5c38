import { setTimeout as delay } from 'node:timers/promises'
import { failureOf, must, uuidv7 } from '@duck/protocol'
import { createTestClient } from '@duck/testing/app'
import { expect, test } from 'vitest'
import { storedRows } from './testing/stored-rows.ts'
import { useApp } from './testing/use-app.ts'

const WRITERS = 32
const EACH = 8
const server = useApp()

test('32 writers on one session, every request sent twice: all acked, dense, each id once', async () => {
  const clients = Array.from({ length: WRITERS }, () => createTestClient(server.app.url))
  const first = must(clients[0], 'a client')
  const { id: sessionId } = await first.rpc.session.create.mutate({})
  const acked = await Promise.all(
    clients.map(async ({ rpc }, writer) => {
      const mine = []
      for (let n = 0; n < EACH; n++) {
        const input = {
          sessionId,
          id: uuidv7(),
          role: 'user' as const,
          content: `writer ${writer}, message ${n}`,
        }
        const append = () => whenTaken(() => rpc.message.append.mutate(input))
        const [once, twice] = await Promise.all([append(), append()])
        expect(twice).toEqual(once)
        expect(once).toMatchObject(input)
        mine.push(once)
      }
      return mine
    }),
  )
  await Promise.all(clients.map(({ close }) => close()))
  const rows = await storedRows(server.sql, sessionId)
  expect(rows.map(({ index }) => index)).toEqual(Array.from({ length: WRITERS * EACH }, (_, n) => n))
  const byIndex = acked.flat().toSorted((a, b) => a.messageIndex - b.messageIndex)
  expect(rows.map(({ id, text }) => [id, text])).toEqual(byIndex.map(({ id, content }) => [id, content]))
  for (const mine of acked) {
    const indexes = mine.map(({ messageIndex }) => messageIndex)
    expect(indexes).toEqual(indexes.toSorted((a, b) => a - b))
  }
})

/** Makes a call again while it is refused for too many calls: a machine that stands still for 2 s keeps 64 waiting that long. */
async function whenTaken<Value>(call: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries++)
    try {
      return await call()
    } catch (error) {
      const { code, retryAfterMs } = failureOf(error)
      if (code !== 'TOO_MANY_REQUESTS' || tries > 10) throw error
      await delay(retryAfterMs ?? 0)
    }
}

test('the same message sent twice for an answer is answered once', async () => {
  const { rpc, close } = createTestClient(server.app.url)
  const { id: sessionId } = await rpc.session.create.mutate({})
  const input = { sessionId, id: uuidv7(), streamId: uuidv7(), content: 'Once, please' }
  const [one, two] = await Promise.all([rpc.message.send.mutate(input), rpc.message.send.mutate(input)])
  expect(two.message).toEqual(one.message)
  expect(two.stream.id).toBe(one.stream.id)
  await expect.poll(() => storedRows(server.sql, sessionId)).toHaveLength(2)
  expect(server.model.requests).toHaveLength(1)
  await close()
})
