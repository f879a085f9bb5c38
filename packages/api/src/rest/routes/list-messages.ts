import { listMessages } from '@duck/chat'
import { messageList } from '@duck/protocol/schemas'
import { MESSAGE, MESSAGE_ID, SESSION_ID } from '../examples.ts'
import { isKnown } from '../is-known.ts'
import { linkNext } from '../link-next.ts'
import { etagOf, nextPage } from '../message-page.ts'
import { defineRoute } from '../rest-route.ts'

const page = { messages: [MESSAGE], messageCount: 1, headId: MESSAGE_ID }
const headers = {
  Link: {
    description:
      '`<…>; rel="next"`, the next page: towards the end if `after` was sent, else towards the start; missing on the last one.',
  },
  ETag: {
    description:
      'Changes when the page would: made of the message count, the rows, the head and the feedback.',
  },
}

export const listMessagesRoute = defineRoute({
  method: 'GET',
  path: '/api/sessions/{sessionId}/messages',
  procedure: 'message.list',
  summary: 'List messages',
  description:
    'One page of all lines of the session, ascending by index. Without bounds the newest; at most one of `before`, `after` and `around`. A page holds at most `limit` messages and 4 MiB, and at least one.',
  input: messageList,
  takesHeaders: {
    'If-None-Match': { description: 'ETags of pages that the caller has, or `*`: an unchanged page is 304.' },
  },
  replies: {
    200: { body: 'MessageList', description: 'A page of messages.', headers },
    304: { body: null, description: 'The page is the one that the caller has.', headers },
  },
  errors: ['NOT_FOUND'],
  examples: [
    {
      name: 'from-the-start',
      summary: 'From the first message on',
      input: { sessionId: SESSION_ID, after: -1, limit: 100 },
      status: 200,
      reply: page,
    },
    {
      name: 'unchanged',
      summary: 'A page that has not changed',
      input: { sessionId: SESSION_ID, after: -1, limit: 100 },
      headers: { 'If-None-Match': etagOf(page) },
      status: 304,
    },
    {
      name: 'two-bounds',
      summary: 'More than one bound',
      input: { sessionId: SESSION_ID, before: 5, after: 1 },
      status: 400,
      reply: {
        error: {
          code: 'BAD_REQUEST',
          message: 'around: before, after and around exclude each other',
          field: 'around',
        },
      },
    },
  ],
  async serve({ ctx, input, headers }) {
    const page = await listMessages({ ctx, input })
    const etag = etagOf(page)
    const next = linkNext(`/api/sessions/${input.sessionId}/messages`, nextPage(input, page))
    const facts = { ...next, etag, 'cache-control': 'private, no-cache' }
    if (isKnown(etag, headers['if-none-match'])) return { status: 304, headers: facts }
    return { status: 200, body: page, headers: facts }
  },
})
