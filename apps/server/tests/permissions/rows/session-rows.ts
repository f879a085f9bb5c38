import { uuidv7 } from '@duck/protocol'
import { ofSession, type Row, withCases } from './row.ts'

const id = () => uuidv7()

export const SESSION_ROWS: Record<string, Row> = {
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
  'session.indexAt': ofSession(() => ({ time: '2026-01-01T00:00:00Z' })),
  'session.delete': withCases(
    ofSession(() => ({ forever: true })),
    {
      what: 'not for ever',
      input: (_mine, others) => ({ sessionId: others.sessionId }),
      answer: 'NOT_FOUND',
    },
  ),
}
