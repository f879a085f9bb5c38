import { type ErrorCode, uuidv7 } from '@duck/protocol'
import type { Scene } from '../testing/scene.ts'

export interface RestRequest {
  path: string
  body?: object
  headers?: Record<string, string>
}

/** A route: a request that its user may make, and requests that go after what is not theirs. */
export interface RestRow {
  own: (mine: Scene) => RestRequest
  status: number
  /** Somebody who is not signed in; UNAUTHORIZED unless told otherwise. */
  outsider?: 'ok'
  cases: readonly { request: (mine: Scene, others: Scene) => RestRequest; answer: ErrorCode }[]
}

const text = { role: 'user', content: 'Quack' }

/** A row of a path below a session's; that of another, hidden or not, is NOT_FOUND. */
function belowSession(rest: string, status: number, body?: object): RestRow {
  const request = (sessionId: string): RestRequest => ({
    path: `/api/sessions/${sessionId}${rest}`,
    ...(body ? { body } : {}),
  })
  return {
    own: ({ sessionId }) => request(sessionId),
    status,
    cases: [
      { request: (_mine, { sessionId }) => request(sessionId), answer: 'NOT_FOUND' },
      { request: (_mine, { hiddenId }) => request(hiddenId), answer: 'NOT_FOUND' },
    ],
  }
}

function withCases(row: RestRow, ...cases: RestRow['cases']): RestRow {
  return { ...row, cases: [...row.cases, ...cases] }
}

/** For everybody: the same whoever asks. */
function open(path: string): RestRow {
  return { own: () => ({ path }), status: 200, outsider: 'ok', cases: [] }
}

const append = (body: object, headers: Record<string, string> = {}): RestRequest => ({
  path: '/api/messages/append',
  body: { ...text, ...body },
  headers,
})

/** Every route of the REST API. */
export const REST_ROWS: Record<string, RestRow> = {
  'POST /api/sessions': {
    own: () => ({ path: '/api/sessions', body: { id: uuidv7() } }),
    status: 201,
    cases: [],
  },
  'GET /api/sessions': { own: () => ({ path: '/api/sessions' }), status: 200, cases: [] },
  'GET /api/sessions/:sessionId': belowSession('', 200),
  'PATCH /api/sessions/:sessionId': belowSession('', 200, { title: 'Mine' }),
  'DELETE /api/sessions/:sessionId': withCases(belowSession('', 204), {
    request: (_mine, { hiddenId }) => ({ path: `/api/sessions/${hiddenId}?forever=true` }),
    answer: 'NOT_FOUND',
  }),
  'POST /api/messages/append': {
    own: ({ sessionId }) => append({ sessionId, id: uuidv7() }),
    status: 201,
    cases: [
      { request: (_mine, { sessionId }) => append({ sessionId, id: uuidv7() }), answer: 'NOT_FOUND' },
      {
        request: (_mine, { hiddenId }) => append({ sessionId: hiddenId }, { 'idempotency-key': 'a key' }),
        answer: 'NOT_FOUND',
      },
      {
        request: ({ sessionId }, { promptId }) => append({ sessionId, id: uuidv7(), parentId: promptId }),
        answer: 'BAD_REQUEST',
      },
    ],
  },
  'GET /api/sessions/:sessionId/messages': withCases(belowSession('/messages?limit=1', 200), {
    request: (_mine, { hiddenId }) => ({ path: `/api/sessions/${hiddenId}/messages?after=-1` }),
    answer: 'NOT_FOUND',
  }),
  'GET /api/sessions/:sessionId/messages/count': belowSession('/messages/count', 200),
  'GET /api/sessions/:sessionId/streams': belowSession('/streams', 200),
  'GET /api/openapi.json': open('/api/openapi.json'),
  'GET /api/docs': open('/api/docs'),
}
