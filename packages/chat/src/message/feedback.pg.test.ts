import { must, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { eventsOf } from '../testing/events-of.ts'
import { openTab } from '../testing/open-tab.ts'
import { useChat } from '../testing/use-chat.ts'
import { appendMessage } from './append.ts'
import { giveFeedback, listFeedback } from './feedback.ts'

const server = useChat()

async function messageOf(sessionId: string): Promise<string> {
  const id = uuidv7()
  await appendMessage({ ctx: server.ctx, input: { sessionId, id, role: 'assistant', content: 'Quack' } })
  return id
}

test('feedback is told to the tabs after the commit, as is its end', async () => {
  const sessionId = await server.newSession()
  const messageId = await messageOf(sessionId)
  const { ctx } = server
  const list = () => listFeedback({ ctx, input: { sessionId, first: 0, last: 0 } })
  for (const given of [
    { messageId, value: 'up', note: 'So true' },
    { messageId, value: 'down', note: null },
    { messageId, value: null, note: null },
  ] as const) {
    const events = await eventsOf(ctx, async () => {
      expect(await giveFeedback({ ctx, input: given })).toEqual(given)
    })
    expect(events).toEqual([{ type: 'feedback-changed', sessionId }])
    expect(await list()).toEqual({ feedback: given.value === null ? [] : [given] })
  }
})

test('an empty note is none', async () => {
  const messageId = await messageOf(await server.newSession())
  const input = { messageId, value: 'up', note: '' } as const
  expect(await giveFeedback({ ctx: server.ctx, input })).toEqual({ messageId, value: 'up', note: null })
})

test('what is refused is told to nobody', async () => {
  const events = await eventsOf(server.ctx, async () => {
    const input = { messageId: uuidv7(), value: 'up' } as const
    await expect(giveFeedback({ ctx: server.ctx, input })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
  expect(events).toEqual([])
})

test('tabs at another server hear of it, and no other user', async () => {
  const elsewhere = await server.peer()
  const tab = await openTab(elsewhere)
  const stranger = await openTab({ ...elsewhere, actor: { userId: 'stranger' } })
  const sessionId = await server.newSession()
  await giveFeedback({ ctx: server.ctx, input: { messageId: await messageOf(sessionId), value: 'up' } })
  await expect.poll(() => tab.types()).toContain('feedback-changed')
  const told = must(
    tab.events.find(({ type }) => type === 'feedback-changed'),
    'the word',
  )
  expect(told).toEqual({ type: 'feedback-changed', sessionId })
  expect(stranger.types()).toEqual(['ready'])
})
