import { DuckError } from '@duck/protocol'
import { expect, test } from 'vitest'
import { sqlstate, toDuckError } from './errors.ts'

/** The driver's error, as postgres.js throws it. */
function driverError(code: string, facts: object = {}): Error {
  return Object.assign(new Error(`my secret, ${code}`), { name: 'PostgresError', code, ...facts })
}

test.each([
  ['QK404', 'NOT_FOUND', undefined],
  ['QK409', 'CONFLICT', 'id-reused'],
  ['23505', 'CONFLICT', 'id-reused'],
  ['40001', 'SERVICE_UNAVAILABLE', 'session-busy'],
  ['40P01', 'SERVICE_UNAVAILABLE', 'session-busy'],
  ['55P03', 'SERVICE_UNAVAILABLE', 'session-busy'],
  ['53100', 'SERVICE_UNAVAILABLE', 'storage-full'],
  ['25006', 'SERVICE_UNAVAILABLE', 'storage-full'],
  ['53300', 'SERVICE_UNAVAILABLE', 'database-away'],
  ['57P01', 'SERVICE_UNAVAILABLE', 'database-away'],
  ['CONNECT_TIMEOUT', 'SERVICE_UNAVAILABLE', 'database-away'],
  ['ECONNREFUSED', 'SERVICE_UNAVAILABLE', 'database-away'],
  ['42P01', 'INTERNAL_SERVER_ERROR', undefined],
])('%s is %s %s, without the words of the driver', (code, ours, reason) => {
  const error = toDuckError(driverError(code))
  expect(error).toMatchObject({ code: ours, facts: reason === undefined ? {} : { reason } })
  expect(error.message + JSON.stringify(error.facts)).not.toContain('secret')
})

test('every 503 says when to come back', () => {
  for (const code of ['40001', '53100', '57P01', 'ECONNRESET'])
    expect(toDuckError(driverError(code)).facts.retryAfterMs).toBeGreaterThan(0)
})

test('the count and the field come from where our functions put them', () => {
  expect(toDuckError(driverError('QK412', { detail: '7' }))).toMatchObject({
    code: 'CONFLICT',
    facts: { reason: 'message-count', actualMessageCount: 7 },
  })
  expect(toDuckError(driverError('QK400', { column_name: 'parentId' }))).toMatchObject({
    code: 'BAD_REQUEST',
    facts: { field: 'parentId' },
  })
})

test('an index that two took is a busy session, not an id that is taken', () => {
  const error = driverError('23505', { constraint_name: 'messages_session_id_message_index_key' })
  expect(toDuckError(error)).toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
})

test("Drizzle's wrapping hides neither the code nor the facts", () => {
  const wrapped = new Error('Failed query: my secret', { cause: driverError('QK412', { detail: '7' }) })
  expect(sqlstate(wrapped)).toBe('QK412')
  expect(toDuckError(wrapped)).toMatchObject({ facts: { actualMessageCount: 7 } })
})

test('our own error stays as it is', () => {
  const ours = new DuckError('NOT_FOUND', 'There is no such session.')
  expect(toDuckError(ours)).toBe(ours)
})

test('what is no error at all is INTERNAL', () => {
  for (const thrown of ['my secret', null, undefined, 7])
    expect(toDuckError(thrown)).toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      message: 'Something went wrong.',
    })
})
