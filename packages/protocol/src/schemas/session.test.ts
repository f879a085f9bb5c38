import { expect, test } from 'vitest'
import type { ZodType } from 'zod'
import { LIMITS } from '../limits.ts'
import { nothing } from './fields.ts'
import { healthIntegrity } from './health.ts'
import {
  sessionCreate,
  sessionDelete,
  sessionGet,
  sessionIndexAt,
  sessionList,
  sessionMarkRead,
  sessionRestore,
  sessionSelectHead,
  sessionUpdate,
} from './session.ts'
import { streamWatch, syncSubscribe } from './stream.ts'

const MESSAGE_ID = '0198aa00-0000-7abc-8def-0123456789ab'
const ok = (schema: ZodType, input: unknown) => schema.safeParse(input).success

test('a session id has 1 to 64 of its characters', () => {
  const allowed = (sessionId: string) => ok(sessionGet, { sessionId })
  for (const id of ['a', 'A-z_09', '-', 'x'.repeat(64)]) expect(allowed(id)).toBe(true)
  expect(allowed('')).toBe(false)
  expect(allowed('x'.repeat(65))).toBe(false)
})

test.each(['../x', 'a/b', 'a b', "a'b", 'a"b', 'a\u0000b', 'a\n', 'é', 'a.b', '%2e', '🦆', 1, null])(
  'the session id %j is refused',
  (sessionId) => {
    expect(ok(sessionGet, { sessionId })).toBe(false)
    if (sessionId !== null) expect(ok(sessionCreate, { id: sessionId })).toBe(false)
  },
)

test('a title has at most 200 characters, counted as people count', () => {
  const title = (text: string | null) => ok(sessionUpdate, { sessionId: 's', title: text })
  expect(title('🦆'.repeat(LIMITS.titleChars))).toBe(true)
  expect(title('a'.repeat(LIMITS.titleChars))).toBe(true)
  expect(title('a'.repeat(LIMITS.titleChars + 1))).toBe(false)
  expect(title(null)).toBe(true)
  expect(title('a\u0000')).toBe(false)
  expect(title('\ud83e')).toBe(false)
})

test('a model has 1 to 100 characters', () => {
  const model = (text: string) => ok(sessionCreate, { model: text })
  expect(model('a'.repeat(LIMITS.modelChars))).toBe(true)
  expect(model('a'.repeat(LIMITS.modelChars + 1))).toBe(false)
  expect(model('')).toBe(false)
  expect(model('a\u0000')).toBe(false)
})

test('a system prompt has at most 64 KiB', () => {
  const prompt = (text: string) => ok(sessionCreate, { systemPrompt: text })
  expect(prompt('é'.repeat(LIMITS.systemPromptBytes / 2))).toBe(true)
  expect(prompt(`${'é'.repeat(LIMITS.systemPromptBytes / 2)}a`)).toBe(false)
  expect(prompt('\udd86')).toBe(false)
})

test('unknown keys are refused everywhere', () => {
  const inputs: [ZodType, object][] = [
    [sessionCreate, { userId: 'x' }],
    [sessionList, { userId: 'x' }],
    [sessionGet, { sessionId: 's', userId: 'x' }],
    [sessionUpdate, { sessionId: 's', deletedAt: null }],
    [sessionDelete, { sessionId: 's', userId: 'x' }],
    [sessionRestore, { sessionId: 's', userId: 'x' }],
    [sessionSelectHead, { sessionId: 's', messageId: MESSAGE_ID, userId: 'x' }],
    [sessionMarkRead, { sessionId: 's', messageIndex: 0, userId: 'x' }],
    [sessionIndexAt, { sessionId: 's', time: '2026-01-01T00:00:00Z', userId: 'x' }],
    [healthIntegrity, { userId: 'x' }],
    [nothing, { userId: 'x' }],
  ]
  for (const [schema, input] of inputs) expect(ok(schema, input)).toBe(false)
})

test('what takes no input accepts none or an empty object', () => {
  for (const schema of [nothing, sessionCreate, sessionList, syncSubscribe, healthIntegrity])
    for (const input of [undefined, {}]) expect(ok(schema, input)).toBe(true)
  for (const input of [null, [], 'x', 1]) expect(ok(nothing, input)).toBe(false)
})

test('a client names at most 20 sessions to follow', () => {
  const follow = (count: number) =>
    ok(syncSubscribe, { sessionIds: Array.from({ length: count }, () => 's') })
  expect(follow(LIMITS.syncSessions)).toBe(true)
  expect(follow(LIMITS.syncSessions + 1)).toBe(false)
})

test.each([-1, 0.5, 2 ** 31, '0'])('an offset of %j is refused', (offset) => {
  expect(ok(streamWatch, { streamId: '0198aa00-0000-7abc-8def-0123456789ab', offset })).toBe(false)
})

test('a list of sessions has 1 to 200 of them and a cursor of 1 to 200 characters', () => {
  expect([1, 200].every((limit) => ok(sessionList, { limit }))).toBe(true)
  expect([0, 201, 1.5, '5'].some((limit) => ok(sessionList, { limit }))).toBe(false)
  expect(ok(sessionList, { cursor: 'x'.repeat(200) })).toBe(true)
  expect(ok(sessionList, { cursor: null })).toBe(true)
  expect(['', 'x'.repeat(201), 1].some((cursor) => ok(sessionList, { cursor }))).toBe(false)
})

test.each([-1, 0.5, 2 ** 31, Number.NaN, '0', null])('a read mark of %j is refused', (messageIndex) => {
  expect(ok(sessionMarkRead, { sessionId: 's', messageIndex })).toBe(false)
  expect(ok(sessionMarkRead, { sessionId: 's', messageIndex: 2 ** 31 - 1 })).toBe(true)
})

test.each(['', 'x', null, 1, `${MESSAGE_ID}0`])('a head of %j is refused', (messageId) => {
  expect(ok(sessionSelectHead, { sessionId: 's', messageId })).toBe(false)
  expect(ok(sessionSelectHead, { sessionId: 's', messageId: MESSAGE_ID })).toBe(true)
})

test.each([
  ['2026-02-28T23:59:59.999Z', '2026-02-28T23:59:59.999Z'],
  ['2026-01-01T00:00:00+01:30', '2025-12-31T22:30:00.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['2026-01-01T00:00:00.123456Z', '2026-01-01T00:00:00.123Z'],
])('the time %s is taken as %s', (given, time) => {
  expect(sessionIndexAt.parse({ sessionId: 's', time: given }).time).toBe(time)
})

test.each([
  '2026-02-30T00:00:00Z',
  '2026-01-01',
  '2026-01-01T00:00:00',
  '0000-12-31T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:00:00-14:00',
  '+012026-01-01T00:00:00Z',
  'infinity',
  'now',
  '',
  "2026-01-01T00:00:00Z'; --",
  0,
  Number.NaN,
  null,
])('the time %j is refused', (time) => {
  expect(ok(sessionIndexAt, { sessionId: 's', time })).toBe(false)
})
