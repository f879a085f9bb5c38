import { listSessions } from '@duck/chat'
import { sessionList } from '@duck/protocol/schemas'
import { SESSION } from '../examples.ts'
import { linkNext } from '../link-next.ts'
import { defineRoute } from '../rest-route.ts'

export const listSessionsRoute = defineRoute({
  method: 'GET',
  path: '/api/sessions',
  procedure: 'session.list',
  summary: 'List sessions',
  description:
    'Pinned ones first, then by their latest message. Without flags neither archived nor hidden ones; with one of them true those.',
  // A list goes one way only; tRPC's infinite queries send a direction along.
  input: sessionList.unwrap().omit({ direction: true }),
  replies: {
    200: {
      body: 'SessionList',
      description: 'A page of sessions.',
      headers: {
        Link: { description: '`<…>; rel="next"`, the next page; missing on the last one.' },
      },
    },
  },
  errors: [],
  examples: [
    {
      name: 'first',
      summary: 'The first page',
      input: { limit: 10 },
      status: 200,
      reply: { sessions: [SESSION], nextCursor: null },
    },
  ],
  async serve({ ctx, input }) {
    const page = await listSessions({ ctx, input })
    const next = page.nextCursor === null ? null : { ...input, cursor: page.nextCursor }
    return { status: 200, body: page, headers: linkNext('/api/sessions', next) }
  },
})
