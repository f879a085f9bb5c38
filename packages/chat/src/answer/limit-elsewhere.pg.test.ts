import { listUsersStreams } from '@duck/store'
import { createGate } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { sendMessage } from '../message/send.ts'
import { createSession } from '../session/create.ts'
import { say, useChat } from '../testing/use-chat.ts'

const server = useChat({ runningAnswersPerUser: 2 })

async function askAt(ctx: Context): Promise<string> {
  const { id } = await createSession({ ctx, input: {} })
  return (await sendMessage({ ctx, input: say(id, 'Hi') })).stream.id
}

async function statuses(ctx: Context): Promise<string[]> {
  const running = await listUsersStreams(ctx.db, [ctx.actor.userId])
  return running.map(({ stream }) => stream.status).toSorted()
}

test('of a user as many answers run as may, over both servers; each that ends lets another begin', async () => {
  const elsewhere = await server.peer()
  const gate = createGate()
  server.model.setReply(() => ({ deltas: ['ok'], gate: { before: 0, opened: gate.opened } }))
  for (const ctx of [server.ctx, elsewhere, server.ctx, elsewhere, elsewhere]) await askAt(ctx)
  await expect.poll(() => statuses(server.ctx)).toEqual(['open', 'open', 'queued', 'queued', 'queued'])
  // Another user's answer waits for none of them.
  const other = { ...elsewhere, actor: { userId: 'someone' } }
  await askAt(other)
  await expect.poll(() => statuses(other)).toEqual(['open'])
  let most = 0
  gate.open()
  await expect
    .poll(
      async () => {
        const now = await statuses(server.ctx)
        most = Math.max(most, now.filter((status) => status === 'open').length)
        return now
      },
      { interval: 5 },
    )
    .toEqual([])
  expect(most).toBeLessThanOrEqual(2)
})
