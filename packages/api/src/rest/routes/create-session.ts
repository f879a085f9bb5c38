import { createSessionOnce } from '@duck/chat'
import { sessionCreate } from '@duck/protocol/schemas'
import { SESSION, SESSION_ID } from '../examples.ts'
import { defineRoute } from '../rest-route.ts'

const input = { id: SESSION_ID, title: 'Ponds' }

export const createSessionRoute = defineRoute({
  method: 'POST',
  path: '/api/sessions',
  procedure: 'session.create',
  summary: 'Create a session',
  description:
    'Without an id the server makes one. Sent again with the same id and settings it gives the session that is there, so a call whose reply was lost can be repeated.',
  input: sessionCreate.unwrap(),
  replies: {
    201: { body: 'Session', description: 'The new session.' },
    200: { body: 'Session', description: 'The session was there already.' },
  },
  errors: ['CONFLICT'],
  examples: [
    { name: 'new', summary: 'A new session', input, status: 201, reply: SESSION },
    { name: 'again', summary: 'The same call again', input, status: 200, reply: SESSION },
    {
      name: 'taken',
      summary: 'Another title under the same id',
      input: { ...input, title: 'Lakes' },
      status: 409,
      reply: {
        error: { code: 'CONFLICT', message: 'The session id is taken.', field: 'id', reason: 'id-reused' },
      },
    },
  ],
  async serve({ ctx, input }) {
    const { session, replay } = await createSessionOnce({ ctx, input })
    return { status: replay ? 200 : 201, body: session }
  },
})
