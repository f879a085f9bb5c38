import { countMessages } from '@duck/chat'
import { messageCountInput } from '@duck/protocol/schemas'
import { SESSION_ID } from '../examples.ts'
import { defineRoute } from '../rest-route.ts'

export const countMessagesRoute = defineRoute({
  method: 'GET',
  path: '/api/sessions/{sessionId}/messages/count',
  procedure: 'message.count',
  summary: 'Count messages',
  description: 'The last message index + 1; what `expectedMessageCount` of an append is compared with.',
  input: messageCountInput,
  replies: { 200: { body: 'MessageCount', description: 'How many messages the session has, of all lines.' } },
  errors: ['NOT_FOUND'],
  examples: [
    {
      name: 'own',
      summary: 'A session of yours',
      input: { sessionId: SESSION_ID },
      status: 200,
      reply: { messageCount: 1 },
    },
  ],
  async serve({ ctx, input }) {
    return { status: 200, body: await countMessages({ ctx, input }) }
  },
})
