import { type ErrorCode, uuidv7 } from '@duck/protocol'
import type { Scene } from './testing/scene.ts'

/** What a call is answered that names something of another user, or something that is not there: the same. */
export interface Case {
  /** Which of the ids it is, where the call names several. */
  what?: string
  input: (mine: Scene, others: Scene) => object
  answer: ErrorCode | 'ok'
}

/** A procedure: a call that its user may make, and calls that go after what is not theirs. */
export interface Row {
  own: (mine: Scene) => object
  /** Somebody with an account, who runs nothing; 'ok' unless told otherwise. */
  ownAnswer?: ErrorCode
  /** Somebody who is not signed in; UNAUTHORIZED unless told otherwise. */
  outsider?: 'ok'
  cases?: readonly Case[]
}

const anyTime = '2026-01-01T00:00:00Z'
const text = { role: 'user', content: 'Quack' }
const id = () => uuidv7()

/** A row that names a session, and answers NOT_FOUND for one that is not the caller's, hidden or not. */
function ofSession(more: (mine: Scene) => object = () => ({})): Row {
  const input = (sessionId: string, mine: Scene) => ({ sessionId, ...more(mine) })
  return {
    own: (mine) => input(mine.sessionId, mine),
    cases: [
      { input: (mine, others) => input(others.sessionId, mine), answer: 'NOT_FOUND' },
      { what: 'hidden', input: (mine, others) => input(others.hiddenId, mine), answer: 'NOT_FOUND' },
    ],
  }
}

function withCases(row: Row, ...cases: readonly Case[]): Row {
  return { ...row, cases: [...(row.cases ?? []), ...cases] }
}

/** Every procedure of the router. */
export const ROWS: Record<string, Row> = {
  'session.create': { own: () => ({ id: id(), title: 'Mine' }) },
  'session.list': { own: () => ({}) },
  'session.get': ofSession(),
  'session.update': ofSession(() => ({ title: 'Changed' })),
  'session.selectHead': withCases(
    ofSession(({ promptId }) => ({ messageId: promptId })),
    {
      what: 'messageId',
      input: (mine, others) => ({ sessionId: mine.sessionId, messageId: others.promptId }),
      answer: 'BAD_REQUEST',
    },
  ),
  'session.markRead': ofSession(() => ({ messageIndex: 0 })),
  'session.restore': withCases(ofSession()),
  'session.indexAt': ofSession(() => ({ time: anyTime })),
  'session.delete': withCases(
    ofSession(() => ({ forever: true })),
    {
      what: 'not for ever',
      input: (_mine, others) => ({ sessionId: others.sessionId }),
      answer: 'NOT_FOUND',
    },
  ),
  'message.append': withCases(
    ofSession(() => ({ id: id(), ...text })),
    {
      what: 'parentId',
      input: (mine, others) => ({
        sessionId: mine.sessionId,
        id: id(),
        ...text,
        parentId: others.promptId,
      }),
      answer: 'BAD_REQUEST',
    },
    {
      what: 'replayed',
      input: (_mine, others) => ({ sessionId: others.sessionId, id: others.promptId, ...text }),
      answer: 'NOT_FOUND',
    },
  ),
  'message.send': withCases(
    ofSession(() => ({ id: id(), content: 'Quack' })),
    {
      what: 'parentId',
      input: (mine, others) => ({
        sessionId: mine.sessionId,
        id: id(),
        content: 'Quack',
        parentId: others.promptId,
      }),
      answer: 'BAD_REQUEST',
    },
    {
      what: 'replayed',
      input: (_mine, others) => ({ sessionId: others.sessionId, id: others.askedId, content: 'Quack' }),
      answer: 'NOT_FOUND',
    },
  ),
  'message.list': ofSession(() => ({ after: -1 })),
  'message.line': ofSession(),
  'message.search': withCases({ ...ofSession(() => ({ query: 'a' })), own: () => ({ query: 'a' }) }),
  'message.get': {
    own: ({ promptId }) => ({ messageId: promptId }),
    cases: [
      { input: (_mine, others) => ({ messageId: others.promptId }), answer: 'NOT_FOUND' },
      { what: 'stream', input: (_mine, others) => ({ messageId: others.streamId }), answer: 'NOT_FOUND' },
    ],
  },
  'message.count': ofSession(),
  'stream.start': withCases(
    ofSession(({ promptId }) => ({ id: id(), promptId })),
    {
      what: 'promptId',
      input: (mine, others) => ({ sessionId: mine.sessionId, id: id(), promptId: others.promptId }),
      answer: 'BAD_REQUEST',
    },
    {
      what: 'continueFrom',
      input: (mine, others) => ({
        sessionId: mine.sessionId,
        id: id(),
        promptId: mine.promptId,
        continueFrom: others.answerId,
      }),
      answer: 'BAD_REQUEST',
    },
  ),
  'stream.list': ofSession(),
  'stream.stop': {
    own: ({ streamId }) => ({ streamId }),
    cases: [
      { input: (_mine, others) => ({ streamId: others.streamId }), answer: 'NOT_FOUND' },
      { what: 'message', input: (_mine, others) => ({ streamId: others.promptId }), answer: 'NOT_FOUND' },
    ],
  },
  'stream.watch': {
    own: ({ streamId }) => ({ streamId }),
    cases: [
      { input: (_mine, others) => ({ streamId: others.streamId }), answer: 'NOT_FOUND' },
      {
        what: 'offset',
        input: (_mine, others) => ({ streamId: others.streamId, offset: 9 }),
        answer: 'NOT_FOUND',
      },
    ],
  },
  'sync.subscribe': {
    own: ({ sessionId }) => ({ sessionIds: [sessionId] }),
    cases: [
      { input: (_mine, others) => ({ sessionIds: [others.sessionId, others.hiddenId] }), answer: 'ok' },
    ],
  },
  'model.list': { own: () => ({}) },
  'health.integrity': { own: () => ({}) },
  'user.options': { own: () => ({}), outsider: 'ok' },
  'user.me': { own: () => ({}) },
  'user.link': { own: () => ({}) },
  'user.list': { own: () => ({}), ownAnswer: 'FORBIDDEN' },
  'user.resetLink': {
    own: ({ userId }) => ({ userId }),
    ownAnswer: 'FORBIDDEN',
    cases: [{ input: (_mine, others) => ({ userId: others.userId }), answer: 'FORBIDDEN' }],
  },
  'signIn.list': { own: () => ({}) },
  'signIn.revoke': {
    own: ({ signInId }) => ({ id: signInId }),
    cases: [
      { input: (_mine, others) => ({ id: others.signInId }), answer: 'NOT_FOUND' },
      { what: 'key', input: (_mine, others) => ({ id: others.apiKeyId }), answer: 'NOT_FOUND' },
    ],
  },
  'apiKey.list': { own: () => ({}) },
  'apiKey.create': { own: () => ({ name: 'Mine' }) },
  'apiKey.revoke': {
    own: ({ apiKeyId }) => ({ id: apiKeyId }),
    cases: [
      { input: (_mine, others) => ({ id: others.apiKeyId }), answer: 'NOT_FOUND' },
      { what: 'sign-in', input: (_mine, others) => ({ id: others.signInId }), answer: 'NOT_FOUND' },
    ],
  },
}
