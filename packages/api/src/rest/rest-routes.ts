import type { RestRoute } from './rest-route.ts'
import { appendMessageRoute } from './routes/append-message.ts'
import { countMessagesRoute } from './routes/count-messages.ts'
import { createSessionRoute } from './routes/create-session.ts'
import { deleteSessionRoute } from './routes/delete-session.ts'
import { getSessionRoute } from './routes/get-session.ts'
import { listMessagesRoute } from './routes/list-messages.ts'
import { listSessionsRoute } from './routes/list-sessions.ts'
import { listStreamsRoute } from './routes/list-streams.ts'
import { updateSessionRoute } from './routes/update-session.ts'

/**
 * Every route of REST: what is served, described and tested. In the order in which their examples follow from each other: each
 * finds what those before it have made.
 */
export const REST_ROUTES: readonly RestRoute[] = [
  createSessionRoute,
  listSessionsRoute,
  appendMessageRoute,
  listMessagesRoute,
  countMessagesRoute,
  listStreamsRoute,
  getSessionRoute,
  updateSessionRoute,
  deleteSessionRoute,
]
