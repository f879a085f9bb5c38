import { uuidv7 } from '@duck/protocol'
import { ofSession, type Row, withCases } from './row.ts'

const id = () => uuidv7()

export const OTHER_ROWS: Record<string, Row> = {
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
