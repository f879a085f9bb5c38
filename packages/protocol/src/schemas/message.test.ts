import { describe, expect, test } from 'vitest'
import type { ZodType } from 'zod'
import { LIMITS } from '../limits.ts'
import {
  messageAppend,
  messageFeedback,
  messageLine,
  messageList,
  messageListFeedback,
  messageSearch,
  messageSend,
} from './message.ts'

const ID = '0198aa00-0000-7abc-8def-0123456789ab'
const APPEND = { sessionId: 's1', id: ID, role: 'user', content: 'Quack' }
const SEND = { sessionId: 's1', id: ID, content: 'Quack' }
const MAX_INTEGER = 2_147_483_647

/** The fields at fault; none when the input is let through. */
function faults(schema: ZodType, input: unknown): string[] {
  const result = schema.safeParse(input)
  return result.error ? result.error.issues.map((issue) => issue.path.join('.')) : []
}
const appendFaults = (given: object) => faults(messageAppend, { ...APPEND, ...given })
const listFaults = (given: object) => faults(messageList, { sessionId: 's1', ...given })

test('an append and a send come through as they are', () => {
  expect(messageAppend.parse(APPEND)).toEqual(APPEND)
  const more = { ...APPEND, metadata: { a: [1] }, parentId: null, expectedMessageCount: 0 }
  expect(messageAppend.parse(more)).toEqual(more)
  expect(messageSend.parse(SEND)).toEqual(SEND)
})

test('ids are lower case from here on', () => {
  const upper = ID.toUpperCase()
  expect(messageAppend.parse({ ...APPEND, id: upper, parentId: upper })).toMatchObject({
    id: ID,
    parentId: ID,
  })
})

test.each(['userId', 'messageIndex', 'createdAt', 'origin', 'finishReason', 'movesHead', 'constructor'])(
  'an append with the key %s is refused, and the key is named',
  (key) => {
    const [issue] = messageAppend.safeParse({ ...APPEND, [key]: 1 }).error?.issues ?? []
    expect(issue).toMatchObject({ code: 'unrecognized_keys', keys: [key] })
  },
)

test('a key __proto__ beside the fields pollutes nothing', () => {
  const input: unknown = JSON.parse(`{"__proto__": {"role": "system"}, ${JSON.stringify(SEND).slice(1)}`)
  const result = messageSend.safeParse(input)
  expect(result.success && 'role' in result.data).toBe(false)
  expect(Object.hasOwn(Object.prototype, 'role')).toBe(false)
})

describe('content', () => {
  const tooLarge = (content: string) =>
    messageAppend
      .safeParse({ ...APPEND, content })
      .error?.issues.some((issue) => issue.code === 'custom' && issue.params?.tooLarge === true) ?? false

  test('of 1 MiB is let through, of one byte more is too large', () => {
    for (const [text, bytes] of [
      ['a', 1],
      ['é', 2],
      ['\u2028', 3],
      ['🦆', 4],
    ] as const) {
      const most = text.repeat(Math.floor(LIMITS.contentBytes / bytes)).padEnd(1)
      const padded = most + 'a'.repeat(LIMITS.contentBytes - Buffer.byteLength(most))
      expect(appendFaults({ content: padded })).toEqual([])
      expect(tooLarge(`${padded}a`)).toBe(true)
    }
  })

  test.each(['', ' ', '\n\t\r', '\u00a0\u2003\u2028\ufeff'])(
    'of a user that is blank (%j) is refused',
    (content) => {
      expect(appendFaults({ content })).toEqual(['content'])
      expect(faults(messageSend, { ...SEND, content })).toEqual(['content'])
    },
  )

  test('of others may be blank', () => {
    for (const role of ['assistant', 'system']) expect(appendFaults({ role, content: '' })).toEqual([])
  })

  test.each(['a\u0000b', '\ud83e', 'a\udd86b'])('that cannot be stored (%j) is refused', (content) => {
    for (const role of ['user', 'assistant', 'system'])
      expect(appendFaults({ role, content })).toEqual(['content'])
    expect(faults(messageSend, { ...SEND, content })).toEqual(['content'])
  })

  test.each([null, 1, true, ['a'], { a: 1 }, undefined])('that is no text (%j) is refused', (content) => {
    expect(appendFaults({ content })).toContain('content')
  })

  test.each(['  Quack \r\n', '\ufeffQuack', 'e\u0301', '\u202eQuack'])('%j is left as it is', (content) => {
    expect(messageAppend.parse({ ...APPEND, content }).content).toBe(content)
  })
})

test.each(['tool', 'function', 'User', '', null, 1])('the role %j is refused', (role) => {
  expect(appendFaults({ role })).toContain('role')
})

test.each([
  '',
  'x',
  1,
  null,
  `${ID}0`,
  ` ${ID}`,
  ID.replaceAll('-', ''),
  `{${ID}}`,
  '0198aa00-0000-9abc-8def-0123456789ab',
])('a message id that is no UUID (%j) is refused', (id) => {
  expect(appendFaults({ id })).toEqual(['id'])
  if (id !== null) expect(appendFaults({ parentId: id })).toEqual(['parentId'])
  expect(faults(messageSend, { ...SEND, streamId: id })).toEqual(['streamId'])
})

test.each([-1, 0.5, MAX_INTEGER + 1, Number.NaN, Number.POSITIVE_INFINITY, '3', null, true])(
  'the number %j is refused wherever an index or a count belongs',
  (number) => {
    expect(appendFaults({ expectedMessageCount: number })).toEqual(['expectedMessageCount'])
    for (const bound of ['before', 'around', 'limit'])
      expect(listFaults({ [bound]: number })).toEqual([bound])
  },
)

test('an index and a count go to the end of what Postgres counts', () => {
  expect(appendFaults({ expectedMessageCount: MAX_INTEGER })).toEqual([])
  for (const bound of ['before', 'after', 'around']) expect(listFaults({ [bound]: MAX_INTEGER })).toEqual([])
})

test('a page has 1 to 200 rows', () => {
  expect([1, 200].flatMap((limit) => listFaults({ limit }))).toEqual([])
  expect([0, 201].map((limit) => listFaults({ limit }))).toEqual([['limit'], ['limit']])
})

test('after goes down to −1, and no further', () => {
  expect(listFaults({ after: -1 })).toEqual([])
  expect(listFaults({ after: -2 })).toEqual(['after'])
})

test('before, after and around exclude each other', () => {
  expect(listFaults({ before: 1, after: 1 })).toEqual(['around'])
  expect(listFaults({ before: 1, around: 1 })).toEqual(['around'])
  expect(listFaults({ after: 0, around: 0 })).toEqual(['around'])
})

test('a page of the line is bounded by an index and a limit, and nothing else', () => {
  const line = (given: object) => faults(messageLine, { sessionId: 's1', ...given })
  expect(line({})).toEqual([])
  expect(line({ before: 0, limit: 200 })).toEqual([])
  for (const bad of [-1, 0.5, MAX_INTEGER + 1, Number.NaN, '3', null]) {
    expect(line({ before: bad })).toEqual(['before'])
    expect(line({ limit: bad })).toEqual(['limit'])
  }
  expect(line({ limit: 201 })).toEqual(['limit'])
  expect(line({ after: 1 })).not.toEqual([])
})

describe('a search', () => {
  const search = (given: object) => faults(messageSearch, { query: 'quack', ...given })

  test('takes any text up to 10 KiB that can be stored', () => {
    for (const query of ['%', '_', '\\', '(', ' ', '\n', '\u202e', 'x'.repeat(LIMITS.searchQueryBytes)])
      expect(search({ query })).toEqual([])
    expect(search({ query: 'é'.repeat(LIMITS.searchQueryBytes / 2) })).toEqual([])
    for (const query of [
      '',
      'a\u0000',
      '\ud83e',
      `${'é'.repeat(LIMITS.searchQueryBytes / 2)}a`,
      1,
      null,
      ['a'],
    ])
      expect(search({ query })).toEqual(['query'])
  })

  test('is in one session or in all, and goes on at a cursor', () => {
    expect(search({ sessionId: 's1', cursor: 'abc' })).toEqual([])
    expect(search({ cursor: null, direction: 'forward' })).toEqual([])
    expect(search({ sessionId: '../x' })).toEqual(['sessionId'])
    for (const cursor of ['', 'x'.repeat(201), 1]) expect(search({ cursor })).toEqual(['cursor'])
    expect(search({ userId: 'x' })).not.toEqual([])
  })
})

describe('feedback', () => {
  const feedback = (given: object) => faults(messageFeedback, { messageId: ID, value: 'up', ...given })

  test('is up or down with a note or without, or null', () => {
    for (const given of [{}, { value: 'down' }, { note: null }, { note: '' }, { note: ' 🦆\r\n' }])
      expect(feedback(given)).toEqual([])
    for (const given of [{}, { note: null }, { note: '' }])
      expect(feedback({ value: null, ...given })).toEqual([])
    for (const value of ['', 'Up', 'left', 1, true, undefined, ['up']])
      expect(feedback({ value })).toEqual(['value'])
    expect(feedback({ value: null, note: 'Why?' })).toEqual(['note'])
  })

  test('has a note of at most 2,000 characters that can be stored', () => {
    for (const char of ['a', 'é', '🦆']) {
      expect(feedback({ note: char.repeat(LIMITS.noteChars) })).toEqual([])
      expect(feedback({ note: char.repeat(LIMITS.noteChars + 1) })).toEqual(['note'])
    }
    for (const note of ['a\u0000', '\ud83e', 1, ['a'], {}]) expect(feedback({ note })).toEqual(['note'])
  })

  test('is of one message, and of nobody else', () => {
    expect(messageFeedback.parse({ messageId: ID.toUpperCase(), value: 'up' }).messageId).toBe(ID)
    for (const messageId of ['', 'x', 1, null, undefined])
      expect(feedback({ messageId })).toEqual(['messageId'])
    expect(feedback({ userId: 'x' })).not.toEqual([])
  })

  test('is listed by a range of at most 200 indexes', () => {
    const list = (given: object) =>
      faults(messageListFeedback, { sessionId: 's1', first: 0, last: 0, ...given })
    expect(list({})).toEqual([])
    expect(list({ last: 199 })).toEqual([])
    expect(list({ first: MAX_INTEGER, last: MAX_INTEGER })).toEqual([])
    for (const given of [{ last: 200 }, { first: 5, last: 4 }]) expect(list(given)).toEqual(['last'])
    for (const bad of [-1, 0.5, MAX_INTEGER + 1, Number.NaN, '3', null, undefined])
      for (const bound of ['first', 'last']) expect(list({ [bound]: bad })).toContain(bound)
  })
})
