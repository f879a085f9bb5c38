import { DuckError } from '@duck/protocol'

/** What became of a row that was not appended, in the words of `append_locked`. */
export interface Refused {
  status: 'conflict' | 'count' | 'parent' | 'not-found'
  /** The actual one, where another was expected. */
  message_count: number
}

/** The same in the words that callers get. */
export function refusalOf({ status, message_count }: Refused): DuckError {
  switch (status) {
    case 'not-found':
      return new DuckError('NOT_FOUND', 'There is no such session.')
    case 'conflict':
      return new DuckError('CONFLICT', 'The id is taken by something else.', { reason: 'id-reused' })
    case 'count':
      return new DuckError('CONFLICT', 'The session has another message count.', {
        reason: 'message-count',
        actualMessageCount: message_count,
      })
    case 'parent':
      return new DuckError('BAD_REQUEST', 'The value does not fit this session.', { field: 'parentId' })
  }
}
