import { uuidv7 } from '@duck/protocol'
import { ofSession, type Row, withCases } from './row.ts'

const id = () => uuidv7()
const text = { role: 'user', content: 'Quack' }

export const MESSAGE_ROWS: Record<string, Row> = {
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
  'message.feedback': {
    own: ({ promptId }) => ({ messageId: promptId, value: 'up' }),
    cases: [
      { input: (_mine, others) => ({ messageId: others.promptId, value: 'up' }), answer: 'NOT_FOUND' },
      {
        what: 'taken back',
        input: (_mine, others) => ({ messageId: others.promptId, value: null }),
        answer: 'NOT_FOUND',
      },
    ],
  },
  'message.listFeedback': ofSession(() => ({ first: 0, last: 9 })),
}
