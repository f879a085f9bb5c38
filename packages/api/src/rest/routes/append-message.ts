import { appendMessageOnce } from '@duck/chat'
import { messageAppend } from '@duck/protocol/schemas'
import { MESSAGE, MESSAGE_ID, SESSION_ID } from '../examples.ts'
import { KEY_CHARS, messageId } from '../idempotency-key.ts'
import { defineRoute } from '../rest-route.ts'

const { role, content, metadata } = MESSAGE
const input = { sessionId: SESSION_ID, role, content, metadata }
const named = { sessionId: SESSION_ID, id: MESSAGE_ID, role, content, metadata }
const REUSED = { code: 'CONFLICT', message: 'The id is taken by something else.', reason: 'id-reused' }

export const appendMessageRoute = defineRoute({
  method: 'POST',
  path: '/api/messages/append',
  procedure: 'message.append',
  summary: 'Append a message',
  description:
    'Adds one message at the end of its session and asks for no answer. The same id with the same session, role, content and (if sent) parent gives the row that is there; so a call whose reply was lost is sent again as it was. The id stands in the body, or is made of the header Idempotency-Key; with neither the server makes one, and a call that is repeated makes a second message.',
  input: messageAppend,
  mayLeaveOut: ['id'],
  takesHeaders: {
    'Idempotency-Key': {
      description:
        'A UUID is the id of the message; any other text makes one of the user and the text, always the same.',
      maxLength: KEY_CHARS,
    },
  },
  replies: {
    201: { body: 'Message', description: 'The new message. From now on it has this place and this text.' },
    200: { body: 'Message', description: 'The message was there already.' },
  },
  errors: ['NOT_FOUND', 'CONFLICT'],
  examples: [
    {
      name: 'new',
      summary: 'A new message',
      input: named,
      status: 201,
      reply: MESSAGE,
    },
    {
      name: 'by-key',
      summary: 'The same call again, its id in the header',
      input,
      headers: { 'Idempotency-Key': MESSAGE_ID },
      status: 200,
      reply: MESSAGE,
    },
    {
      name: 'reused',
      summary: 'Another text under the same id',
      input: { ...named, content: 'Quack' },
      status: 409,
      reply: { error: REUSED },
    },
    {
      name: 'stale',
      summary: 'Only if the session is still empty, and it is not',
      input: { ...input, expectedMessageCount: 0 },
      status: 409,
      reply: {
        error: {
          code: 'CONFLICT',
          message: 'The session has another message count.',
          reason: 'message-count',
          actualMessageCount: 1,
        },
      },
    },
    {
      name: 'blank',
      summary: 'A user who says nothing',
      input: { ...input, content: ' ' },
      status: 400,
      reply: {
        error: { code: 'BAD_REQUEST', message: 'content: must not be blank', field: 'content' },
      },
    },
  ],
  complete: ({ ctx, given, headers }) => messageId(given, headers, ctx.actor.userId),
  async serve({ ctx, input }) {
    const { message, replay } = await appendMessageOnce({ ctx, input })
    return { status: replay ? 200 : 201, body: message }
  },
})
