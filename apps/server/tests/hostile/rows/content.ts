import { LIMITS } from '@duck/protocol'
import { appends, type Call, refused } from '../case.ts'

const UNSTORABLE = 'U+0000 or a lone surrogate in content, title, metadata'
const FAITHFUL = 'emoji, ZWJ, bidi marks, U+2028, BOM, NFD, CRLF, spaces at the ends'
const BLANK = 'empty or blank user content'
const LARGE = 'content at the limit / one byte more; body over 2 MiB, chunked without a length'
const FRAMING = 'tokens that look like framing (`data:`, CRLF, JSON)'
const UNKNOWN_KEYS = 'unknown keys, `userId`, `messageIndex`, `createdAt` in an append'

const NOT_STORABLE = ['a\u0000b', '\u0000', '\ud83e', 'a\udd86b', '\udd86\ud83e']
const field = (name: string) => refused(400, 'BAD_REQUEST', name)

const TITLES: Call[] = NOT_STORABLE.flatMap((title): Call[] => [
  {
    row: UNSTORABLE,
    what: `title ${JSON.stringify(title)}`,
    procedure: 'session.create',
    act: 'mutation',
    input: () => ({ title }),
    refusal: field('title'),
  },
  {
    row: UNSTORABLE,
    what: `new title ${JSON.stringify(title)}`,
    procedure: 'session.update',
    act: 'mutation',
    input: ({ sessionId }) => ({ sessionId, title }),
    refusal: field('title'),
  },
])

export const CONTENT: Call[] = [
  ...TITLES,
  ...appends(UNSTORABLE, [
    ...NOT_STORABLE.map(
      (text) => [`content ${JSON.stringify(text)}`, { content: text }, field('content')] as const,
    ),
    ...NOT_STORABLE.map(
      (text) => [`metadata ${JSON.stringify(text)}`, { metadata: { a: [text] } }, field('metadata')] as const,
    ),
    ...NOT_STORABLE.map(
      (text) =>
        [`metadata key ${JSON.stringify(text)}`, { metadata: { [text]: 1 } }, field('metadata')] as const,
    ),
  ]),
  ...appends(
    FAITHFUL,
    [
      '🦆 👩‍👩‍👧‍👦 🏳️‍🌈',
      'a\u200d\u200cb',
      '\u202eright to left\u202c \u2066isolated\u2069',
      'line\u2028paragraph\u2029',
      '\ufeffbehind a mark',
      'e\u0301 and é',
      'one\r\ntwo\rthree\n',
      ' \t at both ends \u00a0\n',
      '\u0001\u001f\u007f\u0085',
      '\uffff\ufffe\ufdd0 \u{10ffff}',
    ].map((content) => [JSON.stringify(content), { content }, null]),
  ),
  ...appends(
    FRAMING,
    [
      'data: {"type":"done"}\n\n',
      'event: error\r\ndata: x\r\n\r\nid: 1\nretry: 0\n\n',
      '[DONE]',
      '{"id":1,"result":{"type":"stopped"}}',
      '\u001e{"type":6}\u001e',
      'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
      ': comment\n',
      'a\u0003\u0004\u001a',
    ].map((content) => [JSON.stringify(content), { content }, null]),
  ),
  ...appends(
    BLANK,
    ['', ' ', '\n\t\r', '\u00a0\u2003\u2028\ufeff'].map((content) => [
      JSON.stringify(content),
      { content },
      field('content'),
    ]),
  ),
  ...appends(LARGE, [
    ['content at the limit', { content: 'é'.repeat(LIMITS.contentBytes / 2) }, null],
    [
      'one byte more',
      { content: `${'é'.repeat(LIMITS.contentBytes / 2)}a` },
      refused(413, 'PAYLOAD_TOO_LARGE', 'content'),
    ],
  ]),
  ...appends(
    UNKNOWN_KEYS,
    ['userId', 'messageIndex', 'createdAt', 'origin', 'finishReason', 'movesHead', 'constructor', 'x'].map(
      (key) => [key, { [key]: 1 }, field(key)],
    ),
  ),
]
