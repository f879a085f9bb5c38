import { listStreams } from '@duck/chat'
import { streamList } from '@duck/protocol/schemas'
import { SESSION_ID } from '../examples.ts'
import { defineRoute } from '../rest-route.ts'

export const listStreamsRoute = defineRoute({
  method: 'GET',
  path: '/api/sessions/{sessionId}/streams',
  procedure: 'stream.list',
  summary: 'List answers without a row',
  description:
    'Answers that are being written, and those that ended without text. One that has text is a message once it is over, with the id of its stream.',
  input: streamList,
  replies: { 200: { body: 'StreamList', description: 'The streams that are no message.' } },
  errors: ['NOT_FOUND'],
  examples: [
    {
      name: 'none',
      summary: 'No answer is being written',
      input: { sessionId: SESSION_ID },
      status: 200,
      reply: { streams: [] },
    },
  ],
  async serve({ ctx, input }) {
    return { status: 200, body: await listStreams({ ctx, input }) }
  },
})
