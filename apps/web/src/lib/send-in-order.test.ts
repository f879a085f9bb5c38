import { expect, it } from 'vitest'
import { type Answer, refusal, scriptedClient } from '../testing/scripted-client.ts'
import { isTransient } from './errors.ts'
import { sendInOrder } from './send-in-order.ts'
import { SendQueue } from './send-queue.ts'

function clientWith(answer: Answer) {
  const waits: string[] = []
  const queue = new SendQueue({ isTransient, pause: async () => {} })
  const link = sendInOrder(queue, (_sessionId, messageId) => void waits.push(messageId))
  return { client: scriptedClient(answer, [link]), waits }
}
const message = (id: string) => ({ sessionId: 's', id, content: id, streamId: `stream-${id}` })

it('a session is made before its first messages are sent, and they keep their order', async () => {
  const arrived: string[] = []
  const { client } = clientWith(async ({ path, input }) => void arrived.push(`${path} ${idOf(input)}`))
  await Promise.all([
    client.session.create.mutate({ id: 's' }),
    client.message.send.mutate(message('one')),
    client.message.send.mutate(message('two')),
  ])
  expect(arrived).toEqual(['session.create s', 'message.send one', 'message.send two'])
})

it('a message without an answer is sent again under the same id until it is acked', async () => {
  const arrived: string[] = []
  const { client, waits } = clientWith(async ({ input }) => {
    arrived.push(idOf(input))
    if (arrived.length < 3) throw new TypeError('fetch failed')
  })
  await client.message.send.mutate(message('one'))
  expect(arrived).toEqual(['one', 'one', 'one'])
  expect(waits).toEqual(['one', 'one'])
})

it('a refusal is final, and the next message goes out', async () => {
  const { client } = clientWith(async ({ input }) => {
    if (idOf(input) === 'one') throw refusal('BAD_REQUEST')
    return 'acked'
  })
  const refused = client.message.send.mutate(message('one'))
  const next = client.message.send.mutate(message('two'))
  await expect(refused).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } })
  expect(await next).toBe('acked')
})

it('other calls do not wait in the lane', async () => {
  const stuck = Promise.withResolvers<unknown>()
  const { client } = clientWith(({ path }) =>
    path === 'message.send' ? stuck.promise : Promise.resolve('read'),
  )
  const send = client.message.send.mutate(message('one'))
  expect(await client.session.get.query({ sessionId: 's' })).toBe('read')
  stuck.resolve('acked')
  await send
})

function idOf(input: unknown): string {
  return typeof input === 'object' && input !== null && 'id' in input ? String(input.id) : ''
}
