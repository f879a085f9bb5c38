import type { ErrorCode } from '@duck/protocol'
import type { Scene } from '../testing/scene.ts'

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

/** A row that names a session, and answers NOT_FOUND for one that is not the caller's, hidden or not. */
export function ofSession(more: (mine: Scene) => object = () => ({})): Row {
  const input = (sessionId: string, mine: Scene) => ({ sessionId, ...more(mine) })
  return {
    own: (mine) => input(mine.sessionId, mine),
    cases: [
      { input: (mine, others) => input(others.sessionId, mine), answer: 'NOT_FOUND' },
      { what: 'hidden', input: (mine, others) => input(others.hiddenId, mine), answer: 'NOT_FOUND' },
    ],
  }
}

export function withCases(row: Row, ...cases: readonly Case[]): Row {
  return { ...row, cases: [...(row.cases ?? []), ...cases] }
}
