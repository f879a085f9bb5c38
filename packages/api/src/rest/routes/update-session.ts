import { updateSession } from '@duck/chat'
import { sessionUpdate } from '@duck/protocol/schemas'
import { SESSION_ID, SPOKEN_SESSION } from '../examples.ts'
import { defineRoute } from '../rest-route.ts'

export const updateSessionRoute = defineRoute({
  method: 'PATCH',
  path: '/api/sessions/{sessionId}',
  procedure: 'session.update',
  summary: 'Change a session',
  description:
    'What is left out stays as it is; null clears a title, a model or a system prompt. Messages are never changed.',
  input: sessionUpdate,
  replies: { 200: { body: 'Session', description: 'The session as it is now.' } },
  errors: ['NOT_FOUND'],
  examples: [
    {
      name: 'rename',
      summary: 'Another title, and pinned',
      input: { sessionId: SESSION_ID, title: 'Ponds and lakes', pinned: true },
      status: 200,
      reply: { ...SPOKEN_SESSION, title: 'Ponds and lakes', pinned: true },
    },
    {
      name: 'unknown-field',
      summary: 'A field that there is not',
      input: { sessionId: SESSION_ID, colour: 'green' },
      status: 400,
      reply: {
        error: { code: 'BAD_REQUEST', message: 'colour: Unrecognized key: "colour"', field: 'colour' },
      },
    },
  ],
  async serve({ ctx, input }) {
    return { status: 200, body: await updateSession({ ctx, input }) }
  },
})
