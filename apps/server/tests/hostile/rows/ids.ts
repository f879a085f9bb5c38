import { appends, type Call, type Raw, refused } from '../case.ts'

const SESSION_IDS = 'session id too long, with `../`, quotes, NUL'
const FOREIGN = "session id: someone else's or unknown"
const MESSAGE_IDS =
  "a message id that is no UUID; reused with other content; used in another session; a stream's id"
const NUMBERS = 'negative, fractional, huge, NaN or text where an index or limit belongs'

const field = (name: string) => refused(400, 'BAD_REQUEST', name)
const CONFLICT = refused(409, 'CONFLICT', undefined, 'id-reused')
const NOT_FOUND = refused(404, 'NOT_FOUND')

const BAD_SESSION_IDS = [
  '',
  'x'.repeat(65),
  '../x',
  '..',
  "x' or true --",
  'a"b',
  'a\u0000',
  'a b',
  'é',
  '%2e',
  'a\n',
]
const BAD_MESSAGE_IDS = [
  '',
  'x',
  '0198aa00',
  '0198aa00-0000-9abc-8def-0123456789ab',
  "'; drop table messages; --",
]
const BAD_NUMBERS = [-2, 0.5, 2 ** 31, 1e300, '1', 'NaN', null, true, [1], {}]

const READS = ['message.list', 'message.line', 'message.count', 'session.get', 'stream.list']
const WRITES = ['session.update', 'session.delete']

/** Calls of whatever takes a session and little else. */
function onSession(row: string, what: string, input: Call['input'], refusal: Call['refusal']): Call[] {
  const calls = [
    ...READS.map((name) => [name, 'query'] as const),
    ...WRITES.map((name) => [name, 'mutation'] as const),
  ]
  return calls.map(([procedure, act]) => ({ row, what, procedure, act, input, refusal }))
}

/** An empty part of a path, or one of dots, is another path. */
const NO_PATH = ['', '..']

export const IDS: Call[] = [
  ...BAD_SESSION_IDS.flatMap((sessionId) =>
    onSession(
      SESSION_IDS,
      JSON.stringify(sessionId).slice(0, 20),
      () => ({ sessionId }),
      field('sessionId'),
    ).map((call): Call => (NO_PATH.includes(sessionId) ? { ...call, notRest: true } : call)),
  ),
  ...appends(
    SESSION_IDS,
    BAD_SESSION_IDS.map((sessionId) => [
      JSON.stringify(sessionId).slice(0, 20),
      { sessionId },
      field('sessionId'),
    ]),
  ),
  ...onSession(FOREIGN, "another's", ({ theirSessionId: sessionId }) => ({ sessionId }), NOT_FOUND),
  ...onSession(FOREIGN, 'nobody’s', () => ({ sessionId: 'no-such-session' }), NOT_FOUND),
  ...appends(FOREIGN, [
    ["another's", ({ theirSessionId }) => ({ sessionId: theirSessionId }), NOT_FOUND],
    ['nobody’s', { sessionId: 'no-such-session' }, NOT_FOUND],
  ]),
  ...appends(MESSAGE_IDS, [
    ...BAD_MESSAGE_IDS.map((id) => [`id ${JSON.stringify(id)}`, { id }, field('id')] as const),
    ...BAD_MESSAGE_IDS.map(
      (parentId) => [`parent ${JSON.stringify(parentId)}`, { parentId }, field('parentId')] as const,
    ),
    ['reused with other content', ({ messageId }) => ({ id: messageId, content: 'Moo' }), CONFLICT],
    ['reused in another role', ({ messageId }) => ({ id: messageId, role: 'system' }), CONFLICT],
    [
      'used in another session',
      ({ messageId, emptySessionId }) => ({ id: messageId, sessionId: emptySessionId }),
      CONFLICT,
    ],
    ["another user's", ({ theirMessageId }) => ({ id: theirMessageId }), CONFLICT],
    ["an answer's", ({ answerId }) => ({ id: answerId }), CONFLICT],
    ["a running answer's", ({ runningStreamId }) => ({ id: runningStreamId }), CONFLICT],
    ['a parent of another user', ({ theirMessageId }) => ({ parentId: theirMessageId }), field('parentId')],
  ]),
]

export const NUMBER_CALLS: Call[] = BAD_NUMBERS.flatMap((number): Call[] => {
  const what = JSON.stringify(number)
  const list = (name: string, procedure = 'message.list'): Call => ({
    row: NUMBERS,
    what: `${name} ${what}`,
    procedure,
    act: 'query',
    input: ({ sessionId }) => ({ ...(procedure === 'message.list' ? { sessionId } : {}), [name]: number }),
    refusal: field(name),
    ...(number === '1' || typeof number === 'object' ? { notRest: true as const } : {}),
  })
  return [
    ...['before', 'after', 'around', 'limit'].map((name) => list(name)),
    list('limit', 'session.list'),
    ...appends(NUMBERS, [[`count ${what}`, { expectedMessageCount: number }, field('expectedMessageCount')]]),
  ]
})

const LISTS: [path: Raw['path'], queries: string[]][] = [
  [
    ({ sessionId }) => `/api/sessions/${sessionId}/messages`,
    [
      'limit=1e2',
      'limit=0x10',
      'limit=',
      'limit=1&limit=2',
      'limit=NaN',
      'after=--1',
      'page=2',
      'sessionId=x',
    ],
  ],
  [
    () => '/api/sessions',
    [
      'limit=1e2',
      'limit=1&limit=1',
      'archived=1',
      'archived=TRUE',
      'deleted=',
      'cursor=',
      'cursor=x',
      'page=2',
    ],
  ],
  [({ sessionId }) => `/api/sessions/${sessionId}`, ['limit=1', 'title=x']],
  [({ sessionId }) => `/api/sessions/${sessionId}/messages/count`, ['limit=1']],
  [({ sessionId }) => `/api/sessions/${sessionId}/streams`, ['limit=1']],
]

export const NUMBER_TEXTS: Raw[] = LISTS.flatMap(([path, queries]) =>
  queries.map(
    (query): Raw => ({
      row: NUMBERS,
      what: query,
      method: 'GET',
      path: (at) => `${path(at)}?${query}`,
      refusal: field(query.split('=')[0] ?? ''),
    }),
  ),
)
