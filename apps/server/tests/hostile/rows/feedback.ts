import { LIMITS } from '@duck/protocol'
import { type Call, type Fixture, refused } from '../case.ts'

const UNSTORABLE = 'U+0000 or a lone surrogate in content, title, metadata'
const LARGE = 'content at the limit / one byte more; body over 2 MiB, chunked without a length'
const UNKNOWN_KEYS = 'unknown keys, `userId`, `messageIndex`, `createdAt` in an append'
const MESSAGE_IDS =
  "a message id that is no UUID; reused with other content; used in another session; a stream's id"
const NUMBERS = 'negative, fractional, huge, NaN or text where an index or limit belongs'

const field = (name: string) => refused(400, 'BAD_REQUEST', name)
const NOT_FOUND = refused(404, 'NOT_FOUND')

const feedback = (
  row: string,
  what: string,
  given: object | ((at: Fixture) => object),
  refusal: Call['refusal'],
): Call => ({
  row,
  what: `feedback: ${what}`,
  procedure: 'message.feedback',
  act: 'mutation',
  input: (at) => ({
    messageId: at.messageId,
    value: 'up',
    ...(typeof given === 'function' ? given(at) : given),
  }),
  refusal,
})

export const FEEDBACK: Call[] = [
  ...['a\u0000b', '\ud83e'].map((note) =>
    feedback(UNSTORABLE, JSON.stringify(note), { note }, field('note')),
  ),
  feedback(LARGE, 'a note of one character more', { note: '🦆'.repeat(LIMITS.noteChars + 1) }, field('note')),
  ...['userId', 'sessionId', 'messageIndex', 'updatedAt'].map((key) =>
    feedback(UNKNOWN_KEYS, key, { [key]: 'x' }, field(key)),
  ),
  ...['', 'x', "'; drop table message_feedback; --"].map((messageId) =>
    feedback(MESSAGE_IDS, JSON.stringify(messageId), { messageId }, field('messageId')),
  ),
  feedback(MESSAGE_IDS, "a running answer's", (at) => ({ messageId: at.runningStreamId }), NOT_FOUND),
  feedback(MESSAGE_IDS, "another user's", (at) => ({ messageId: at.theirMessageId }), NOT_FOUND),
  ...['first', 'last'].flatMap((bound) =>
    [-1, 0.5, 2 ** 31, '1', null].map(
      (number): Call => ({
        row: NUMBERS,
        what: `feedback ${bound} ${JSON.stringify(number)}`,
        procedure: 'message.listFeedback',
        act: 'query',
        input: ({ sessionId }) => ({ sessionId, first: 0, last: 0, [bound]: number }),
        refusal: field(bound),
      }),
    ),
  ),
]
