import { DuckError } from '@duck/protocol'
import { messageAppend } from '@duck/protocol/schemas'
import { TRPCError } from '@trpc/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { toDuckError } from './to-duck-error.ts'

const INPUT = { sessionId: 's1', id: '0198aa00-0000-7abc-8def-0123456789ab', role: 'user', content: 'Quack' }
const DRIVER = new Error('duplicate key value (content)=(my secret)')

function refusedInput(given: object): DuckError {
  return toDuckError(messageAppend.safeParse({ ...INPUT, ...given }).error)
}

test('one of our own errors stays as it is, however tRPC wrapped it', () => {
  const ours = new DuckError('CONFLICT', 'The session has another message count.', { actualMessageCount: 3 })
  expect(toDuckError(ours)).toBe(ours)
  expect(toDuckError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: ours }))).toBe(ours)
})

test.each([
  ['sessionId', { sessionId: '../x' }],
  ['id', { id: 'x' }],
  ['role', { role: 'tool' }],
  ['content', { content: ' ' }],
  ['metadata', { metadata: { model: 'mine' } }],
  ['userId', { userId: 'someone' }],
  ['expectedMessageCount', { expectedMessageCount: -1 }],
])('an input at fault is BAD_REQUEST and names %s', (field, given) => {
  const error = refusedInput(given)
  expect(error).toMatchObject({ code: 'BAD_REQUEST', facts: { field } })
  expect(error.message).toContain(field)
})

test('a text that is too long is PAYLOAD_TOO_LARGE', () => {
  expect(refusedInput({ content: 'a'.repeat(1024 * 1024 + 1) })).toMatchObject({
    code: 'PAYLOAD_TOO_LARGE',
    facts: { field: 'content' },
  })
})

test('an input that is no object is BAD_REQUEST without a field', () => {
  for (const input of [null, undefined, [], 'x', 1])
    expect(toDuckError(messageAppend.safeParse(input).error)).toMatchObject({
      code: 'BAD_REQUEST',
      facts: { field: undefined },
    })
})

test('a refusal never says back what was sent', () => {
  for (const given of [
    { sessionId: 'secret!' },
    { role: 'secret' },
    { id: 'secret' },
    { content: '\u0000secret' },
  ])
    expect(refusedInput(given).message).not.toContain('secret')
})

test('input that tRPC refused by our schema names the field too', () => {
  const cause = z.object({ limit: z.int() }).safeParse({ limit: 'x' }).error
  expect(toDuckError(new TRPCError({ code: 'BAD_REQUEST', cause }))).toMatchObject({
    code: 'BAD_REQUEST',
    facts: { field: 'limit' },
  })
})

test.each([
  ['PARSE_ERROR', 'BAD_REQUEST'],
  ['NOT_FOUND', 'NOT_FOUND'],
  ['BAD_REQUEST', 'BAD_REQUEST'],
  ['METHOD_NOT_SUPPORTED', 'METHOD_NOT_SUPPORTED'],
  ['UNSUPPORTED_MEDIA_TYPE', 'UNSUPPORTED_MEDIA_TYPE'],
  ['PAYLOAD_TOO_LARGE', 'PAYLOAD_TOO_LARGE'],
  ['INTERNAL_SERVER_ERROR', 'INTERNAL_SERVER_ERROR'],
] as const)("tRPC's own %s is %s", (code, ours) => {
  expect(toDuckError(new TRPCError({ code }))).toMatchObject({ code: ours })
})

test('what tRPC refuses is not said back', () => {
  for (const code of [
    'METHOD_NOT_SUPPORTED',
    'UNSUPPORTED_MEDIA_TYPE',
    'PAYLOAD_TOO_LARGE',
    'NOT_FOUND',
  ] as const)
    expect(toDuckError(new TRPCError({ code, message: 'Unsupported "secret"' })).message).not.toContain(
      'secret',
    )
})

test('JSON that is broken is answered with a fixed text', () => {
  const cause = new SyntaxError('Unexpected token s in JSON: "secret"')
  for (const code of ['PARSE_ERROR', 'BAD_REQUEST'] as const)
    expect(toDuckError(new TRPCError({ code, message: cause.message, cause })).message).not.toContain(
      'secret',
    )
})

test.each([
  ['an error', DRIVER],
  ['an error that tRPC wrapped', new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: DRIVER })],
  ['a text', 'my secret'],
  ['nothing', undefined],
])('%s that nobody foresaw is INTERNAL without its words', (_what, error) => {
  const ours = toDuckError(error)
  expect(ours).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong.', facts: {} })
})

test('the unforeseen error is kept as the cause, for the log', () => {
  expect(toDuckError(DRIVER).cause).toBe(DRIVER)
  expect(toDuckError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: DRIVER })).cause).toBe(DRIVER)
})
