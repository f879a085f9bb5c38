import { deleteSession } from '@duck/chat'
import { sessionDelete } from '@duck/protocol/schemas'
import { NO_SUCH_SESSION, SESSION_ID } from '../examples.ts'
import { defineRoute } from '../rest-route.ts'

export const deleteSessionRoute = defineRoute({
  method: 'DELETE',
  path: '/api/sessions/{sessionId}',
  procedure: 'session.delete',
  summary: 'Delete a session',
  description:
    'Hides the session everywhere at once and stops its answers. With `forever=true` it is erased with all its messages, also when it is hidden already.',
  input: sessionDelete,
  replies: { 204: { body: null, description: 'It is gone.' } },
  errors: ['NOT_FOUND'],
  examples: [
    { name: 'hide', summary: 'Hide it', input: { sessionId: SESSION_ID }, status: 204 },
    {
      name: 'hidden',
      summary: 'Hide one that is hidden',
      input: { sessionId: SESSION_ID },
      status: 404,
      reply: NO_SUCH_SESSION,
    },
    {
      name: 'erase',
      summary: 'Erase it, with all its messages',
      input: { sessionId: SESSION_ID, forever: true },
      status: 204,
    },
  ],
  async serve({ ctx, input }) {
    await deleteSession({ ctx, input })
    return { status: 204 }
  },
})
