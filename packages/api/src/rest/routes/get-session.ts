import { getSession } from '@duck/chat'
import { sessionGet } from '@duck/protocol/schemas'
import { NO_SUCH_SESSION, SESSION_ID, SPOKEN_SESSION, UNKNOWN_ID } from '../examples.ts'
import { defineRoute } from '../rest-route.ts'

export const getSessionRoute = defineRoute({
  method: 'GET',
  path: '/api/sessions/{sessionId}',
  procedure: 'session.get',
  summary: 'Get a session',
  description: 'Its settings, how many messages it has and which one is its head.',
  input: sessionGet,
  replies: { 200: { body: 'Session', description: 'The session.' } },
  errors: ['NOT_FOUND'],
  examples: [
    {
      name: 'own',
      summary: 'A session of yours',
      input: { sessionId: SESSION_ID },
      status: 200,
      reply: SPOKEN_SESSION,
    },
    {
      name: 'unknown',
      summary: 'One that is not there, or not yours',
      input: { sessionId: UNKNOWN_ID },
      status: 404,
      reply: NO_SUCH_SESSION,
    },
  ],
  async serve({ ctx, input }) {
    return { status: 200, body: await getSession({ ctx, input }) }
  },
})
