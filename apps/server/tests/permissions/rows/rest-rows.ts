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
  cases: readonly { request: (mine: Scene, others: Scene) => RestRequest; answer: ErrorCode }[]
}

const text = { role: 'user', content: 'Quack' }

/** Every route of the REST API. */
export const REST_ROWS: Record<string, RestRow> = {
  'POST /api/sessions': {
    own: () => ({ path: '/api/sessions', body: { id: uuidv7() } }),
    status: 201,
    cases: [],
  },
  'POST /api/messages/append': {
    own: ({ sessionId }) => ({ path: '/api/messages/append', body: { sessionId, id: uuidv7(), ...text } }),
    status: 201,
    cases: [
      {
        request: (_mine, others) => ({
          path: '/api/messages/append',
          body: { sessionId: others.sessionId, id: uuidv7(), ...text },
        }),
        answer: 'NOT_FOUND',
      },
      {
        request: (_mine, others) => ({
          path: '/api/messages/append',
          body: { sessionId: others.hiddenId, ...text },
          headers: { 'idempotency-key': 'a key' },
        }),
        answer: 'NOT_FOUND',
      },
      {
        request: ({ sessionId }, others) => ({
          path: '/api/messages/append',
          body: { sessionId, id: uuidv7(), ...text, parentId: others.promptId },
        }),
        answer: 'BAD_REQUEST',
      },
    ],
  },
  'GET /api/sessions/:sessionId/messages': {
    own: ({ sessionId }) => ({ path: `/api/sessions/${sessionId}/messages?limit=1` }),
    status: 200,
    cases: [
      {
        request: (_mine, others) => ({ path: `/api/sessions/${others.sessionId}/messages` }),
        answer: 'NOT_FOUND',
      },
      {
        request: (_mine, others) => ({ path: `/api/sessions/${others.hiddenId}/messages?after=-1` }),
        answer: 'NOT_FOUND',
      },
    ],
  },
}
